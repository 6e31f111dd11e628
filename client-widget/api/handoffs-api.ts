import { z } from 'zod';
import {
  estimateHintAnswerSchema,
  estimateListSchema,
  taskEstimatesSchema,
  type EstimateStep,
  type RequestEstimate,
} from '../../server/api/estimates.js';
import {
  handoffListSchema,
  taskHandoffsSchema,
  type HandOff,
  type HandoffStep,
} from '../../server/api/handoffs.js';
import type { ApiRequest } from './request.js';

type Ask = <S extends z.ZodType>(request: ApiRequest<S>) => Promise<z.infer<S>>;
const done = z.unknown();

/** Tasks to be sized, and work that changes hands. */
export function handoffsApi(ask: Ask) {
  const post = (path: string, body: unknown) => ask({ method: 'POST', path, body, answer: done });
  return {
    handoffs: () => ask({ path: 'handoffs', answer: handoffListSchema }),
    taskHandoffs: (taskId: number) => ask({ path: `tasks/${taskId}/handoffs`, answer: taskHandoffsSchema }),
    handOff: (taskId: number, body: HandOff) => post(`tasks/${taskId}/handoffs`, body),
    stepHandoff: (handoffId: number, body: HandoffStep) => post(`handoffs/${handoffId}/steps`, body),
    estimates: () => ask({ path: 'estimates', answer: estimateListSchema }),
    taskEstimates: (taskId: number) =>
      ask({ path: `tasks/${taskId}/estimates`, answer: taskEstimatesSchema }),
    requestEstimate: (taskId: number, body: RequestEstimate) => post(`tasks/${taskId}/estimates`, body),
    stepEstimate: (estimateId: number, body: EstimateStep) => post(`estimates/${estimateId}/steps`, body),
    estimateHint: (estimateId: number) =>
      ask({ path: `estimates/${estimateId}/hint`, answer: estimateHintAnswerSchema }),
    offerEstimate: (estimateId: number, body: { requestId: string }) =>
      post(`estimates/${estimateId}/offer`, body),
  };
}
