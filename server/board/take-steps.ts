import { type BatchCommands, type PortalRest, RestError } from '../portal/rest/index.js';
import type { Acting } from './ask-task.js';
import type { Step } from './rules/plan-move.js';
import type { StepAnswer } from './rules/tell-outcome.js';

/** Takes the steps in one batch that stops at the first refusal. Never throws for what the portal said, or did not say. */
export async function takeSteps(
  rest: PortalRest,
  acting: Acting,
  taskId: number,
  steps: readonly Step[],
): Promise<StepAnswer[]> {
  const { userId: _me, ...visitor } = acting;
  const commands: BatchCommands = Object.fromEntries(
    steps.map((step, index) => [`step${index}`, commandOf(step, taskId)]),
  );
  try {
    const answers = await rest.asVisitor({ ...visitor, commands, halt: true });
    return steps.map((step, index) => {
      const error = answers[`step${index}`]?.error;
      return { step, outcome: error ? error.outcome : 'done' };
    });
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    // Of a batch that failed as a whole, what was refused or not run has changed nothing.
    const outcome = error.outcome === 'unknown' ? 'unknown' : 'not-run';
    return steps.map((step) => ({ step, outcome }));
  }
}

function commandOf(step: Step, taskId: number): { method: string; params: Record<string, unknown> } {
  if (step.do === 'delegate')
    return { method: 'tasks.task.delegate', params: { taskId, userId: step.userId } };
  if (step.do !== 'update') return { method: `tasks.task.${step.do}`, params: { taskId } };
  const fields = {
    // An empty list would vanish on the way: the last tag goes by an empty one.
    ...(step.tags && { TAGS: step.tags.length > 0 ? step.tags : [''] }),
    ...(step.taskControl && { TASK_CONTROL: 'Y' }),
  };
  return { method: 'tasks.task.update', params: { taskId, fields } };
}
