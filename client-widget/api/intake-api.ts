import { z } from 'zod';
import {
  intakePreviewSchema,
  intakesSchema,
  intakeWaysSchema,
  taskIntakeSchema,
  type AcceptIntake,
  type PreviewIntake,
  type ProposeIntake,
  type SetIntakeWays,
} from '../../server/api/intake.js';
import type { ApiRequest } from './request.js';

type Ask = <S extends z.ZodType>(request: ApiRequest<S>) => Promise<z.infer<S>>;
const done = z.unknown();

/** Urgent and critical work. */
export function intakeApi(ask: Ask) {
  const task = (taskId: number) => `tasks/${taskId}/intake`;
  return {
    intakes: () => ask({ path: 'planning/intakes', answer: intakesSchema }),
    taskIntake: (taskId: number) => ask({ path: task(taskId), answer: taskIntakeSchema }),
    previewIntake: (taskId: number, body: PreviewIntake) =>
      ask({ method: 'POST', path: `${task(taskId)}/preview`, body, answer: intakePreviewSchema }),
    acceptIntake: (taskId: number, body: AcceptIntake) =>
      ask({ method: 'POST', path: task(taskId), body, answer: intakesSchema }),
    proposeIntake: (taskId: number, body: ProposeIntake) =>
      ask({ method: 'POST', path: `${task(taskId)}/propose`, body, answer: done }),
    undoIntake: (intakeId: number, body: { requestId: string; accessToken?: string }) =>
      ask({ method: 'POST', path: `intakes/${intakeId}/undo`, body, answer: intakesSchema }),
    dismissIntake: (intakeId: number, body: { requestId: string; reason: string }) =>
      ask({ method: 'POST', path: `intakes/${intakeId}/dismiss`, body, answer: done }),
    intakeWays: () => ask({ path: 'planning/intake-ways', answer: intakeWaysSchema }),
    setIntakeWays: (body: SetIntakeWays) =>
      ask({ method: 'PUT', path: 'planning/intake-ways', body, answer: done }),
  };
}
