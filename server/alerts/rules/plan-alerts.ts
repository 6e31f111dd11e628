import type { AlertFacts, AlertKind, DueAlert } from './types.js';

/** An alert as it is stored, as far as the plan needs it. */
export interface StoredAlert {
  key: string;
  state: 'open' | 'closed';
  facts: AlertFacts;
  tellAt: number | null;
  toldAt: number | null;
  tellClientAt: number | null;
  toldClientAt: number | null;
}

/** The three moments at which something may be told. */
export interface TellTimes {
  now: number;
  /** Now in office hours, else when they come. */
  office: number;
  /** The next working morning: what single entries have to say is gathered until then. */
  morning: number;
}

interface RaisedAlert {
  key: string;
  kind: AlertKind;
  facts: AlertFacts;
  tellAt: number | null;
  tellClientAt: number | null;
}

export interface AlertPlan {
  raise: RaisedAlert[];
  /** Facts that came back. */
  reopen: Pick<RaisedAlert, 'key' | 'facts' | 'tellAt' | 'tellClientAt'>[];
  /** Facts that went away. */
  close: string[];
  /** Open ones whose figures changed. */
  refresh: { key: string; facts: AlertFacts }[];
}

const forClients = new Set<AlertKind>(['threshold', 'expiry', 'overage', 'overage-limit', 'overage-stop']);
const gathered = new Set<AlertKind>(['no-comment', 'long-entry', 'closed-task', 'held-entry']);

/**
 * What must change so that the open alerts are those that are due. An alert that was told is never told again; one that
 * closed before its time came waits anew when it comes back.
 * @param tell `client`: the client is told too; `nobody`: the first look at a client, which only lists
 */
export function planAlerts(
  due: readonly DueAlert[],
  stored: readonly StoredAlert[],
  times: TellTimes,
  tell: 'nobody' | 'managers' | 'client',
): AlertPlan {
  const known = new Map(stored.map((alert) => [alert.key, alert]));
  const dueKeys = new Set(due.map((alert) => alert.key));
  const plan: AlertPlan = { raise: [], reopen: [], close: [], refresh: [] };
  for (const { key, kind, facts, quiet } of due) {
    const before = known.get(key);
    const silent = quiet || tell === 'nobody';
    const tellAt = silent ? null : tellTime(kind, times);
    const tellClientAt = !silent && tell === 'client' && forClients.has(kind) ? times.office : null;
    if (!before) plan.raise.push({ key, kind, facts, tellAt, tellClientAt });
    else if (before.state === 'closed') {
      plan.reopen.push({
        key,
        facts,
        tellAt: laterIfWaiting(before.tellAt, before.toldAt, tellAt),
        tellClientAt: laterIfWaiting(before.tellClientAt, before.toldClientAt, tellClientAt),
      });
    } else if (!sameFacts(before.facts, facts)) plan.refresh.push({ key, facts });
  }
  plan.close = stored
    .filter((alert) => alert.state === 'open' && !dueKeys.has(alert.key))
    .map(({ key }) => key);
  return plan;
}

function tellTime(kind: AlertKind, times: TellTimes): number {
  if (gathered.has(kind)) return times.morning;
  return kind === 'expiry' ? times.office : times.now;
}

/** Never to be told stays so; told stays as it was; what still waited, waits anew, or not at all if it is silent now. */
function laterIfWaiting(was: number | null, told: number | null, next: number | null): number | null {
  if (was === null || told !== null) return was;
  return next;
}

function sameFacts(a: AlertFacts, b: AlertFacts): boolean {
  const [left, right] = [Object.entries(a), new Map<string, unknown>(Object.entries(b))];
  return left.length === right.size && left.every(([name, value]) => right.get(name) === value);
}
