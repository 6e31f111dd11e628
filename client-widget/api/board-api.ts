import {
  boardSettingsSchema,
  boardViewSchema,
  moveAnswerSchema,
  type MoveCard,
  type SaveBoardWays,
} from '../../server/api/board.js';
import { robotsViewSchema, type SetRobots } from '../../server/api/robots.js';
import { performersSchema } from '../../server/api/skills.js';
import type { z } from 'zod';
import type { ApiRequest } from './request.js';

type Ask = <S extends z.ZodType>(request: ApiRequest<S>) => Promise<z.infer<S>>;

/** The wall board: what stands on it, moving its cards, and how it looks. */
export function boardApi(ask: Ask) {
  return {
    board: () => ask({ path: 'board', answer: boardViewSchema }),
    moveCard: (body: MoveCard) => ask({ method: 'POST', path: 'board/move', body, answer: moveAnswerSchema }),
    performers: (taskId: number) => ask({ path: `tasks/${taskId}/performers`, answer: performersSchema }),
    robots: () => ask({ path: 'robots', answer: robotsViewSchema }),
    setRobots: (body: SetRobots) => ask({ method: 'PUT', path: 'robots', body, answer: robotsViewSchema }),
    boardSettings: () => ask({ path: 'board/settings', answer: boardSettingsSchema }),
    saveBoardSettings: (body: SaveBoardWays) =>
      ask({ method: 'PUT', path: 'board/settings', body, answer: boardSettingsSchema }),
  };
}
