import { v4 as newRequestId } from 'uuid';
import { z } from 'zod';
import { clientTextsSchema, dataViewSchema, type DataView } from '../../server/api/data.js';
import { longWorkListSchema } from '../../server/api/long-work.js';
import { fetchFile, type ApiRequest } from './request.js';
import type { SessionKeeper } from './session-keeper.js';

type Ask = <S extends z.ZodType>(request: ApiRequest<S>) => Promise<z.infer<S>>;
const done = z.unknown();

/** Long work, and the portal's data as a whole. */
export function dataApi(ask: Ask, keeper: SessionKeeper) {
  const change = (work: string, what: 'cancel' | 'again' | 'put-away') =>
    ask({
      method: 'POST',
      path: `long-work/${encodeURIComponent(work)}/${what}`,
      body: {},
      answer: longWorkListSchema,
    });
  const post = (path: string, body: object) =>
    ask({ method: 'POST', path, body: { requestId: newRequestId(), ...body }, answer: done });
  return {
    longWork: () => ask({ path: 'long-work', answer: longWorkListSchema }),
    cancelWork: (work: string) => change(work, 'cancel'),
    startAgain: (work: string) => change(work, 'again'),
    putAwayWork: (work: string) => change(work, 'put-away'),
    resync: (clientId: number | null) => post('portal/resync', { clientId }),
    data: () => ask({ path: 'data', answer: dataViewSchema }),
    setKeptDays: (keptDays: DataView['keptDays']) =>
      ask({
        method: 'PUT',
        path: 'data/kept-days',
        body: { requestId: newRequestId(), keptDays },
        answer: dataViewSchema,
      }),
    startExport: () => post('data/export', {}),
    /** May be large: it takes as long as it takes. */
    exportFile: () => fetchFile(keeper, { path: 'data/export/file' }, null),
    erasePortal: (portalName: string) => post('data/erase', { portalName }),
    clientTexts: (clientId: number) => ask({ path: `clients/${clientId}/texts`, answer: clientTextsSchema }),
    eraseClientTexts: (clientId: number, body: { name: string; reason: string }) =>
      post(`clients/${clientId}/texts/erase`, body),
  };
}
