import type { z } from 'zod';
import { actionChoicesSchema, actionPageSchema } from '../../server/api/actions.js';
import { fetchFile, type ApiRequest } from './request.js';
import type { SessionKeeper } from './session-keeper.js';

type Ask = <S extends z.ZodType>(request: ApiRequest<S>) => Promise<z.infer<S>>;

/** What narrows the log; `after` = the page goes on below that action. */
export interface ActionFilter {
  language: 'ru' | 'en';
  clientId?: number | undefined;
  userId?: number | undefined;
  kind?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  after?: string | undefined;
}

/** Who changed what. */
export function actionsApi(ask: Ask, keeper: SessionKeeper) {
  return {
    actions: (filter: ActionFilter) =>
      ask({ path: 'actions', query: { ...filter }, answer: actionPageSchema }),
    actionChoices: (language: 'ru' | 'en') =>
      ask({ path: 'actions/choices', query: { language }, answer: actionChoicesSchema }),
    actionFile: (filter: ActionFilter) => fetchFile(keeper, { path: 'actions/file', query: { ...filter } }),
  };
}
