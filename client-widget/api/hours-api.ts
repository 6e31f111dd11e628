import { z } from 'zod';
import { calendarViewSchema, type SetCalendar } from '../../server/api/calendar.js';
import { alertListSchema, type MarkSeen } from '../../server/api/alerts.js';
import {
  clientListSchema,
  clientViewSchema,
  groupListSchema,
  type CreateClient,
  type SellPackage,
} from '../../server/api/clients.js';
import { burnDownSchema } from '../../server/api/burn-down.js';
import { runningSchema } from '../../server/api/running.js';
import { ledgerChoicesSchema, ledgerPageSchema, whyLineSchema } from '../../server/api/ledger.js';
import { portalHealthSchema, repairResultSchema, waitingPostListSchema } from '../../server/api/portal.js';
import {
  packageEndsSchema,
  reportListSchema,
  reportPreviewSchema,
  scheduleListSchema,
  schedulePreviewSchema,
  type Cut,
  type ReportKind,
  type SaveSchedule,
  type ScheduleList,
  type ScheduleRule,
} from '../../server/api/reports.js';
import { termsViewSchema, type SetPortalTermsRequest, type SetTermsRequest } from '../../server/api/terms.js';
import {
  portalTermsPreviewSchema,
  termsPreviewSchema,
  type PreviewPortalTermsRequest,
  type PreviewTermsRequest,
} from '../../server/api/terms-preview.js';
import {
  type MarkWork,
  type SaveWorkRules,
  taskHoursSchema,
  workRulesPreviewSchema,
  workRulesSchema,
} from '../../server/api/work.js';
import { actionsApi } from './actions-api.js';
import { acceptanceApi } from './acceptance-api.js';
import { boardApi } from './board-api.js';
import { handoffsApi } from './handoffs-api.js';
import { dataApi } from './data-api.js';
import { intakeApi } from './intake-api.js';
import { planningApi } from './planning-api.js';
import { clientEditApi } from './client-edit-api.js';
import { packagesApi } from './packages-api.js';
import { peopleApi } from './people-api.js';
import { offersApi } from './offers-api.js';
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
    ...workApi(ask),
    ...termsApi(ask),
    ...reportsApi(ask),
    ...schedulesApi(ask),
    ...calendarApi(ask),
    ...portalApi(ask),
    ...alertsApi(ask),
    ...acceptanceApi(ask),
    ...boardApi(ask),
    ...handoffsApi(ask),
    ...dataApi(ask, keeper),
    ...planningApi(ask),
    ...intakeApi(ask),
    ...offersApi(ask),
    ...packagesApi(ask),
    ...clientEditApi(ask),
    sampleReportFile: (language: 'ru' | 'en', format: 'pdf' | 'xlsx') =>
      fetchFile(keeper, { path: 'sample-report/file', query: { language, format } }),
    ...peopleApi(ask),
    ...actionsApi(ask, keeper),
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
    createClient: (body: CreateClient) =>
      ask({ method: 'POST', path: 'clients', body, answer: clientViewSchema.pick({ clientId: true }) }),
    sellPackage: (clientId: number, body: SellPackage) =>
      ask({ method: 'POST', path: `clients/${clientId}/packages`, body, answer: done }),
  };
}

function workApi(ask: Ask) {
  const mark = (path: string, body: MarkWork) =>
    ask({ method: 'POST', path: `${path}/mark`, body, answer: done });
  return {
    taskHours: (taskId: number, language: 'ru' | 'en') =>
      ask({ path: `tasks/${taskId}`, query: { language }, answer: taskHoursSchema }),
    markTask: (taskId: number, body: MarkWork) => mark(`tasks/${taskId}`, body),
    markEntry: (clientId: number, entryId: number, body: MarkWork) =>
      mark(`clients/${clientId}/entries/${entryId}`, body),
    workRules: () => ask({ path: 'work-rules', answer: workRulesSchema }),
    saveWorkRules: (body: SaveWorkRules) =>
      ask({ method: 'PUT', path: 'work-rules', body, answer: workRulesSchema }),
    previewWorkRules: (rules: SaveWorkRules['rules']) =>
      ask({ method: 'POST', path: 'work-rules/preview', body: { rules }, answer: workRulesPreviewSchema }),
  };
}

function ledgerApi(ask: Ask) {
  return {
    ledger: (clientId: number, query: { standing: boolean; before?: string; limit: number }) =>
      ask({ path: `clients/${clientId}/ledger`, query, answer: ledgerPageSchema }),
    ledgerChoices: (clientId: number) =>
      ask({ path: `clients/${clientId}/ledger/choices`, answer: ledgerChoicesSchema }),
    burnDown: (clientId: number) => ask({ path: `clients/${clientId}/burn-down`, answer: burnDownSchema }),
    running: (clientId: number) => ask({ path: `clients/${clientId}/running`, answer: runningSchema }),
    lendToken: (accessToken: string) =>
      ask({ method: 'POST', path: 'running', body: { accessToken }, answer: done }),
    why: (clientId: number, posting: number, line: number, language: 'ru' | 'en') =>
      ask({
        path: `clients/${clientId}/ledger/${posting}/${line}/why`,
        query: { language },
        answer: whyLineSchema,
      }),
  };
}

function termsApi(ask: Ask) {
  const of = (clientId: number) => `clients/${clientId}/terms`;
  return {
    terms: (clientId: number) => ask({ path: of(clientId), answer: termsViewSchema }),
    setTerms: (clientId: number, body: SetTermsRequest) =>
      ask({ method: 'POST', path: of(clientId), body, answer: done }),
    previewTerms: (clientId: number, body: PreviewTermsRequest) =>
      ask({ method: 'POST', path: `${of(clientId)}/preview`, body, answer: termsPreviewSchema }),
    portalTerms: () => ask({ path: 'terms', answer: termsViewSchema }),
    setPortalTerms: (body: SetPortalTermsRequest) =>
      ask({ method: 'POST', path: 'terms', body, answer: done }),
    previewPortalTerms: (body: PreviewPortalTermsRequest) =>
      ask({ method: 'POST', path: 'terms/preview', body, answer: portalTermsPreviewSchema }),
  };
}

function reportsApi(ask: Ask) {
  const of = (clientId: number) => `clients/${clientId}/reports`;
  const change = (path: string, body: unknown) => ask({ method: 'POST', path, body, answer: done });
  return {
    reports: (clientId: number) => ask({ path: of(clientId), answer: reportListSchema }),
    packageEnds: (clientId: number) =>
      ask({ path: `${of(clientId)}/package-ends`, answer: packageEndsSchema }),
    report: (clientId: number, reportId: string) =>
      ask({ path: `${of(clientId)}/${encodeURIComponent(reportId)}`, answer: reportPreviewSchema }),
    previewReport: (clientId: number, body: { cut: Cut; kind: ReportKind }) =>
      ask({ method: 'POST', path: `${of(clientId)}/preview`, body, answer: reportPreviewSchema }),
    postReport: (
      clientId: number,
      body: { requestId: string; cut: Cut; kind: ReportKind; position: number },
    ) => change(of(clientId), body),
    approveReport: (clientId: number, reportId: string, body: { requestId: string; position: number }) =>
      change(`${of(clientId)}/${encodeURIComponent(reportId)}/approve`, body),
    dismissReport: (clientId: number, reportId: string, body: { requestId: string; reason: string }) =>
      change(`${of(clientId)}/${encodeURIComponent(reportId)}/dismiss`, body),
    reopenReport: (clientId: number, reportId: string, body: { requestId: string; reason: string }) =>
      change(`${of(clientId)}/${encodeURIComponent(reportId)}/reopen`, body),
  };
}

function schedulesApi(ask: Ask) {
  const of = (clientId: number) => `clients/${clientId}/schedules`;
  const answer = scheduleListSchema;
  return {
    schedules: (clientId: number) => ask({ path: of(clientId), answer }),
    previewSchedule: (clientId: number, rule: ScheduleRule) =>
      ask({
        method: 'POST',
        path: `${of(clientId)}/preview`,
        body: { rule },
        answer: schedulePreviewSchema,
      }),
    saveSchedule: (clientId: number, scheduleId: number | null, body: SaveSchedule) =>
      scheduleId === null
        ? ask({ method: 'POST', path: of(clientId), body, answer })
        : ask({ method: 'PUT', path: `${of(clientId)}/${scheduleId}`, body, answer }),
    removeSchedule: (clientId: number, scheduleId: number, body: { requestId: string }) =>
      ask({ method: 'POST', path: `${of(clientId)}/${scheduleId}/remove`, body, answer }),
    setUsedUp: (clientId: number, body: { requestId: string; mode: ScheduleList['usedUp']['mode'] }) =>
      ask({ method: 'PUT', path: `${of(clientId)}/used-up`, body, answer }),
  };
}

function calendarApi(ask: Ask) {
  return {
    calendar: () => ask({ path: 'portal/calendar', answer: calendarViewSchema }),
    saveCalendar: (body: SetCalendar) =>
      ask({ method: 'PUT', path: 'portal/calendar', body, answer: calendarViewSchema }),
    importCalendar: (body: { requestId: string }) =>
      ask({ method: 'POST', path: 'portal/calendar/import', body, answer: calendarViewSchema }),
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
    postsOfClient: (clientId: number) =>
      ask({ path: `clients/${clientId}/posts`, answer: waitingPostListSchema }),
    replayParked: (inboxId: string) => change(`inbox/${encodeURIComponent(inboxId)}/replay`, {}),
    saveSpecialGroups: (groups: { groupId: number; part: 'development' | 'free-support' }[]) =>
      ask({ method: 'PUT', path: 'portal/special-groups', body: { groups }, answer: done }),
    repair: () => ask({ method: 'POST', path: 'portal/repair', body: {}, answer: repairResultSchema }),
    bindOnInstall: () => ask({ method: 'POST', path: 'install/bind', body: {}, answer: repairResultSchema }),
  };
}
