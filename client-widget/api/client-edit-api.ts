import { z } from 'zod';
import {
  archivedClientsSchema,
  clientEditSchema,
  type ArchiveClient,
  type ChangeClient,
  type UndoClientChange,
} from '../../server/api/client-edit.js';
import { changeAnswerSchema } from '../../server/api/packages.js';
import { sampleReportSchema } from '../../server/api/reports.js';
import type { ApiRequest } from './request.js';

type Ask = <S extends z.ZodType>(request: ApiRequest<S>) => Promise<z.infer<S>>;

/** Changes of a client that is there, those put away, and the sample report. */
export function clientEditApi(ask: Ask) {
  return {
    clientEdit: (clientId: number) => ask({ path: `clients/${clientId}/edit`, answer: clientEditSchema }),
    changeClient: (clientId: number, body: ChangeClient, preview: boolean) =>
      ask({
        method: 'PUT',
        path: `clients/${clientId}`,
        query: { preview: String(preview) },
        body,
        answer: changeAnswerSchema,
      }),
    undoClientChange: (clientId: number, body: UndoClientChange) =>
      ask({ method: 'POST', path: `clients/${clientId}/undo-change`, body, answer: changeAnswerSchema }),
    archiveClient: (clientId: number, body: ArchiveClient) =>
      ask({ method: 'POST', path: `clients/${clientId}/archive`, body, answer: z.unknown() }),
    archivedClients: () => ask({ path: 'clients/archived', answer: archivedClientsSchema }),
    sampleReport: (language: 'ru' | 'en') =>
      ask({ path: 'sample-report', query: { language }, answer: sampleReportSchema }),
  };
}
