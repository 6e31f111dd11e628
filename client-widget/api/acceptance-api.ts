import type { z } from 'zod';
import {
  acceptanceListSchema,
  acceptanceViewSchema,
  type RecordResponse,
} from '../../server/api/acceptance.js';
import type { ApiRequest } from './request.js';

type Ask = <S extends z.ZodType>(request: ApiRequest<S>) => Promise<z.infer<S>>;

/** The client's word on a report and the manager's answers; every change answers where the report stands now. */
export function acceptanceApi(ask: Ask) {
  const of = (clientId: number, reportId: string) =>
    `clients/${clientId}/reports/${encodeURIComponent(reportId)}`;
  const change = (path: string, body: unknown) =>
    ask({ method: 'POST', path, body, answer: acceptanceViewSchema });
  return {
    acceptanceOfAll: (clientId: number) =>
      ask({ path: `clients/${clientId}/acceptance`, answer: acceptanceListSchema }),
    acceptance: (clientId: number, reportId: string) =>
      ask({ path: `${of(clientId, reportId)}/acceptance`, answer: acceptanceViewSchema }),
    acceptReport: (clientId: number, reportId: string, body: { requestId: string }) =>
      change(`${of(clientId, reportId)}/accept`, body),
    openDisputes: (
      clientId: number,
      reportId: string,
      body: { requestId: string; lines: { entryId: number; reason: string }[] },
    ) => change(`${of(clientId, reportId)}/disputes`, body),
    withdrawDispute: (clientId: number, reportId: string, dispute: number, body: { requestId: string }) =>
      change(`${of(clientId, reportId)}/disputes/${dispute}/withdraw`, body),
    answerDispute: (
      clientId: number,
      reportId: string,
      dispute: number,
      body: { requestId: string; text: string; waiveSeconds: number | null },
    ) => change(`${of(clientId, reportId)}/disputes/${dispute}/answer`, body),
    recordResponse: (clientId: number, reportId: string, body: RecordResponse) =>
      change(`${of(clientId, reportId)}/recorded`, body),
  };
}
