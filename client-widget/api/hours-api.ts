import { z } from 'zod';
import { alertListSchema, type MarkSeen } from '../../server/api/alerts.js';
import {
  clientListSchema,
  clientViewSchema,
  groupListSchema,
  type CreateClient,
  type SellPackage,
} from '../../server/api/clients.js';
import { ledgerPageSchema, whyLineSchema } from '../../server/api/ledger.js';
import { portalHealthSchema, repairResultSchema } from '../../server/api/portal.js';
import {
  reportListSchema,
  reportPreviewSchema,
  scheduleViewSchema,
  type Cut,
  type ScheduleRule,
} from '../../server/api/reports.js';
import { fetchFile, sendSignedIn, type ApiRequest } from './request.js';
import type { SessionKeeper } from './session-keeper.js';

/** For answers the screens do not read: they load again what they show. */
const done = z.unknown();

export type HoursApi = ReturnType<typeof createHoursApi>;

/** Every request the widget makes, by name. Paths and shapes: `server/api`. */
export function createHoursApi(keeper: SessionKeeper) {
  const ask = <S extends z.ZodType>(request: ApiRequest<S>) => sendSignedIn(keeper, request);
  return {
    session: () => keeper.session(),
    ...clientsApi(ask),
    ...ledgerApi(ask),
    ...reportsApi(ask),
    ...portalApi(ask),
    ...alertsApi(ask),
    reportFile: (clientId: number, reportId: string, format: 'pdf' | 'xlsx') =>
      fetchFile(keeper, {
        path: `clients/${clientId}/reports/${encodeURIComponent(reportId)}/file`,
        query: { format },
      }),
  };
}
type Ask = <S extends z.ZodType>(request: ApiRequest<S>) => Promise<z.infer<S>>;

function clientsApi(ask: Ask) {
  return {
    clients: () => ask({ path: 'clients', answer: clientListSchema }),
    client: (clientId: number) => ask({ path: `clients/${clientId}`, answer: clientViewSchema }),
    clientOfGroup: (groupId: number) => ask({ path: `groups/${groupId}/client`, answer: clientViewSchema }),
    groups: () => ask({ path: 'groups', answer: groupListSchema }),
    createClient: (body: CreateClient) => ask({ method: 'POST', path: 'clients', body, answer: done }),
    sellPackage: (clientId: number, body: SellPackage) =>
      ask({ method: 'POST', path: `clients/${clientId}/packages`, body, answer: done }),
  };
}

function ledgerApi(ask: Ask) {
  return {
    ledger: (clientId: number, query: { standing: boolean; before?: string; limit: number }) =>
      ask({ path: `clients/${clientId}/ledger`, query, answer: ledgerPageSchema }),
    why: (clientId: number, posting: number, line: number) =>
      ask({ path: `clients/${clientId}/ledger/${posting}/${line}/why`, answer: whyLineSchema }),
  };
}

function reportsApi(ask: Ask) {
  const of = (clientId: number) => `clients/${clientId}/reports`;
  const change = (path: string, body: unknown) => ask({ method: 'POST', path, body, answer: done });
  return {
    reports: (clientId: number) => ask({ path: of(clientId), answer: reportListSchema }),
    report: (clientId: number, reportId: string) =>
      ask({ path: `${of(clientId)}/${encodeURIComponent(reportId)}`, answer: reportPreviewSchema }),
    previewReport: (clientId: number, cut: Cut) =>
      ask({ method: 'POST', path: `${of(clientId)}/preview`, body: { cut }, answer: reportPreviewSchema }),
    postReport: (clientId: number, body: { requestId: string; cut: Cut; position: number }) =>
      change(of(clientId), body),
    approveReport: (clientId: number, reportId: string, body: { requestId: string; position: number }) =>
      change(`${of(clientId)}/${encodeURIComponent(reportId)}/approve`, body),
    dismissReport: (clientId: number, reportId: string, body: { requestId: string; reason: string }) =>
      change(`${of(clientId)}/${encodeURIComponent(reportId)}/dismiss`, body),
    reopenReport: (clientId: number, reportId: string, body: { requestId: string; reason: string }) =>
      change(`${of(clientId)}/${encodeURIComponent(reportId)}/reopen`, body),
    schedule: (clientId: number) => ask({ path: `clients/${clientId}/schedule`, answer: scheduleViewSchema }),
    saveSchedule: (clientId: number, body: { rule: ScheduleRule | null; automatic: boolean }) =>
      ask({ method: 'PUT', path: `clients/${clientId}/schedule`, body, answer: scheduleViewSchema }),
  };
}

function alertsApi(ask: Ask) {
  return {
    alerts: () => ask({ path: 'alerts', answer: alertListSchema }),
    alertsOfClient: (clientId: number) =>
      ask({ path: `clients/${clientId}/alerts`, answer: alertListSchema }),
    markAlertsSeen: (clientId: number, body: MarkSeen) =>
      ask({ method: 'POST', path: `clients/${clientId}/alerts/seen`, body, answer: done }),
  };
}

function portalApi(ask: Ask) {
  const change = (path: string, body: unknown) =>
    ask({ method: 'POST', path: `portal/${path}`, body, answer: done });
  return {
    health: () => ask({ path: 'portal/health', answer: portalHealthSchema }),
    decideMove: (moveId: string, body: { requestId: string; confirm: boolean; withEarlier: boolean }) =>
      change(`moves/${encodeURIComponent(moveId)}/decide`, body),
    decideDisappearance: (id: string, body: { requestId: string; confirm: boolean }) =>
      change(`disappearances/${encodeURIComponent(id)}/decide`, body),
    decidePost: (
      outboxId: string,
      body: { requestId: string; decision: 'it-is-there' | 'send-again' | 'dismiss' },
    ) => change(`outbox/${encodeURIComponent(outboxId)}/decide`, body),
    replayParked: (inboxId: string) => change(`inbox/${encodeURIComponent(inboxId)}/replay`, {}),
    saveSpecialGroups: (groups: { groupId: number; part: 'development' | 'free-support' }[]) =>
      ask({ method: 'PUT', path: 'portal/special-groups', body: { groups }, answer: done }),
    repair: () => ask({ method: 'POST', path: 'portal/repair', body: {}, answer: repairResultSchema }),
    bindOnInstall: () => ask({ method: 'POST', path: 'install/bind', body: {}, answer: repairResultSchema }),
  };
}
