import { addDays } from '../../base/days.js';
import { hoursAlerts } from './hours-alerts.js';
import type { AlertKind, ClientState, DueAlert, EntryState } from './types.js';

export const LONG_ENTRY_SECONDS = 10 * 3600;
/** Who completes a task with the timer running, or writes the hour down right after, did nothing strange. */
const AFTER_CLOSING_MS = 15 * 60_000;
const DAY_MS = 86_400_000;
const FORGOTTEN_AFTER_DAYS = 3;
const UNANSWERED_AFTER_DAYS = 7;

/**
 * The alerts that should stand for a client: a pure function of its state, with keys that name each fact for ever.
 * @param known keys ever raised for the client, open or not
 */
export function dueAlerts(state: ClientState, known: ReadonlySet<string>): DueAlert[] {
  return [...hoursAlerts(state, known), ...entryAlerts(state), ...deskAlerts(state)];
}

function entryAlerts(state: ClientState): DueAlert[] {
  return state.entries.flatMap((entry) =>
    concernsOf(entry, state).map((kind) => ({
      key: `${kind}:${entry.entryId}`,
      kind,
      facts: {
        entryId: entry.entryId,
        taskId: entry.taskId,
        userId: entry.userId,
        seconds: entry.seconds,
        day: entry.workDay,
      },
      quiet: false,
    })),
  );
}

function concernsOf(entry: EntryState, state: ClientState): AlertKind[] {
  const closedAt = entry.taskClosedAt;
  const concerns: [AlertKind, boolean][] = [
    ['no-comment', !entry.hasComment],
    ['long-entry', entry.seconds > LONG_ENTRY_SECONDS],
    ['closed-task', closedAt !== null && entry.workedAt > closedAt + AFTER_CLOSING_MS],
    ['held-entry', entry.workDay > addDays(state.today, 1)],
  ];
  return concerns.filter(([, holds]) => holds).map(([kind]) => kind);
}

/** What waits for somebody's decision. */
function deskAlerts(state: ClientState): DueAlert[] {
  return [
    ...state.drafts.map(({ reportId }) => alert('report-draft', reportId, { reportId })),
    ...state.drafts
      .filter(({ since }) => state.now - since > FORGOTTEN_AFTER_DAYS * DAY_MS)
      .map(({ reportId }) => alert('report-forgotten', reportId, { reportId })),
    ...unansweredAlerts(state),
    ...state.disputes.map(({ reportId, number, dispute, entryId }) =>
      alert('dispute', `${number}:${dispute}`, { reportId, reportNumber: number, entryId }),
    ),
    ...state.uncertainPosts.map(({ outboxId }) => alert('uncertain-post', outboxId, { outboxId })),
    // Listed only: who decides was told when it was asked for.
    ...state.intakes.map(({ intakeId, taskId, kind }) => ({
      ...alert(`intake-${kind}`, String(intakeId), { taskId }),
      quiet: true,
    })),
  ];
}

/** Silence is news only where the terms reckon with an answer. */
function unansweredAlerts({ terms, unanswered, now }: ClientState): DueAlert[] {
  const { reminderDays, automaticDays } = terms.acceptance;
  if (reminderDays.length === 0 && automaticDays === null) return [];
  const after = Math.max(UNANSWERED_AFTER_DAYS, ...reminderDays) * DAY_MS;
  return unanswered
    .filter(({ since }) => now - since > after)
    .map(({ reportId, number }) => alert('report-unanswered', reportId, { reportId, reportNumber: number }));
}

function alert(kind: AlertKind, name: string, facts: DueAlert['facts']): DueAlert {
  return { key: `${kind}:${name}`, kind, facts, quiet: false };
}
