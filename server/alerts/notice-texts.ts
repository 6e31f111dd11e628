import { DateTime } from 'luxon';
import { dayOf } from '../base/days.js';
import { formatDuration } from '../base/durations.js';
import { type Language, type Texts, textsIn } from '../base/i18n/index.js';
import type { ClientRecord } from '../clients/index.js';
import { b, escapeLine } from '../portal/rest/index.js';
import type { KeptAlert } from './alerts-store.js';
import type { AlertNames } from './names-view.js';
import { placeOf } from './rules/place-of.js';
import { daysTo, isOfEntries } from './rules/level.js';

const SHOWN_ENTRIES = 3;

/** What texts are made with. */
export interface Pen {
  client: ClientRecord;
  names: AlertNames;
  language: Language;
  now: number;
}

/** Where the app is found in the portal. */
export interface AppPlace {
  origin: string;
  appCode: string;
}

/** One notice for a manager: the client, what happened, and a link to the place. BBCode of chats. */
export function noticeText(pen: Pen, alerts: readonly KeptAlert[], place: AppPlace): string {
  const texts = textsIn(pen.language);
  const [first] = alerts;
  if (!first) return '';
  const lines = isOfEntries(first.kind) ? entryLines(pen, texts, alerts) : linesOf(pen, texts, alerts);
  const link = texts('alert.open', { url: linkTo(first, pen.client.client_id, place) });
  return [b(escapeLine(pen.client.name)), ...lines, link].join('\n');
}

/** One comment for the client, in the tone of a letter. */
export function clientText(pen: Pen, alerts: readonly KeptAlert[]): string {
  const texts = textsIn(pen.language);
  return linesOf(pen, texts, alerts, 'alert.client').join('\n');
}

function linesOf(pen: Pen, texts: Texts, alerts: readonly KeptAlert[], group = 'alert.notice'): string[] {
  return [...new Set(alerts.map((alert) => texts(`${group}.${textOf(pen, alert)}`, valuesOf(pen, alert))))];
}

/** Round figures have words of their own. */
function textOf(pen: Pen, { kind, facts }: KeptAlert): string {
  if (kind === 'threshold' && facts.percent === 100) return 'used-up';
  if (kind === 'threshold' && (facts.percent ?? 0) > 100) return 'beyond';
  if (kind === 'expiry' && daysLeft(pen, facts.expiresOn) === 0) return 'expires-today';
  if (kind === 'overage-stop' && facts.overageSeconds === 0) return 'stop-reached';
  return kind;
}

function valuesOf(pen: Pen, { facts }: KeptAlert): Record<string, string | number> {
  const title = facts.packageId === undefined ? undefined : pen.names.packages.get(facts.packageId);
  return {
    package: escapeLine(title || textsIn(pen.language)('report.untitledPackage')),
    percent: facts.percent ?? 0,
    left: roughly(facts.leftSeconds),
    overage: roughly(facts.overageSeconds),
    limit: roughly(facts.limitSeconds),
    number: facts.reportNumber ?? 0,
    day: facts.expiresOn === undefined ? '' : dayInWords(facts.expiresOn, pen.language),
    count: daysLeft(pen, facts.expiresOn),
  };
}

/** To the minute: a notice is read in passing, and the app has the seconds. */
function roughly(seconds = 0): string {
  return formatDuration(seconds < 60 ? seconds : Math.round(seconds / 60) * 60);
}

function daysLeft(pen: Pen, expiresOn: string | undefined): number {
  return expiresOn === undefined ? 0 : daysTo(expiresOn, dayOf(pen.now, pen.client.time_zone));
}

/** How many, and the first of them by task, person and time. */
function entryLines(pen: Pen, texts: Texts, alerts: readonly KeptAlert[]): string[] {
  const kind = alerts[0]?.kind ?? 'no-comment';
  const shown = alerts.slice(0, SHOWN_ENTRIES).map(({ facts }) =>
    texts('alert.entry', {
      task: escapeLine(pen.names.tasks.get(facts.taskId ?? 0) ?? `#${facts.taskId ?? 0}`),
      person: escapeLine(pen.names.people.get(facts.userId ?? 0) ?? `#${facts.userId ?? 0}`),
      day: facts.day === undefined ? '' : dayInWords(facts.day, pen.language),
      hours: roughly(facts.seconds),
    }),
  );
  const more = alerts.length - shown.length;
  return [
    texts(`alert.notice.${kind}`, { count: alerts.length }),
    ...shown,
    ...(more > 0 ? [texts('alert.more', { count: more })] : []),
  ];
}

function dayInWords(iso: string, language: Language): string {
  return DateTime.fromISO(iso).setLocale(language).toFormat('d MMMM');
}

/** Internal link of the portal to the app; square brackets must not break the BBCode around it. */
function linkTo(alert: KeptAlert, clientId: number, { origin, appCode }: AppPlace): string {
  const params = Object.entries(placeOf(alert.kind, alert.facts, clientId));
  const query = params.map(([name, value]) => `params%5B${name}%5D=${encodeURIComponent(value)}`).join('&');
  return `${origin}/marketplace/view/${encodeURIComponent(appCode)}/?${query}`;
}
