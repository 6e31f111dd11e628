import { z } from 'zod';
import type { BatchItem, PortalRest } from '../../rest/index.js';
import { wireInteger, wireIntegerOr } from '../ask/wire.js';

/** What a person's own token shows of their timer; `taskId` null = none runs. */
export interface OwnTimer {
  taskId: number | null;
  runningSeconds: number;
}

const listSchema = z.object({
  tasks: z.array(
    z.object({
      id: wireInteger,
      timeSpentInLogs: wireIntegerOr(0),
      timeElapsed: wireIntegerOr(null),
      timerIsRunningForCurrentUser: z.unknown().transform((value) => value === 'Y' || value === true),
    }),
  ),
});

const COMPLETED = 5;

/**
 * The running timer of whoever holds the token, or null when it is not `userId`'s. Nobody else's token shows it
 * (rest-facts §11: `tasks.task.list` with WITH_TIMER_INFO; elapsed = logged plus running). Looked for among the fifty open
 * tasks with the latest activity that the person is responsible for, and the fifty they take part in.
 */
export async function askOwnTimer(
  rest: PortalRest,
  person: { portalId: string; clientEndpoint: string; accessToken: string; userId: number },
): Promise<OwnTimer | null> {
  const { userId, ...visitor } = person;
  const answers = await rest.asVisitor({
    ...visitor,
    commands: {
      me: { method: 'profile' },
      responsible: ownTasks({ RESPONSIBLE_ID: userId }),
      takesPart: ownTasks({ ACCOMPLICE: userId }),
    },
  });
  if (z.object({ ID: wireInteger }).parse(answerOf(answers['me'])).ID !== userId) return null;
  const tasks = [answers['responsible'], answers['takesPart']].flatMap(
    (item) => listSchema.parse(answerOf(item)).tasks,
  );
  const running = tasks.find((task) => task.timerIsRunningForCurrentUser);
  if (!running) return { taskId: null, runningSeconds: 0 };
  const elapsed = running.timeElapsed ?? running.timeSpentInLogs;
  return { taskId: running.id, runningSeconds: Math.max(0, elapsed - running.timeSpentInLogs) };
}

function ownTasks(who: Record<string, number>): { method: string; params: Record<string, unknown> } {
  return {
    method: 'tasks.task.list',
    params: {
      filter: { ...who, '!REAL_STATUS': COMPLETED },
      select: ['ID', 'TIME_SPENT_IN_LOGS'],
      order: { ACTIVITY_DATE: 'desc' },
      params: { WITH_TIMER_INFO: true },
    },
  };
}

function answerOf(item: BatchItem | undefined): unknown {
  if (item?.error) throw item.error;
  return item?.result;
}
