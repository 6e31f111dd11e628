import { createHash } from 'node:crypto';
import type { Day } from '../base/days.js';
import type { Ground } from '../base/ground.js';
import { lookAheadAside } from './ahead/look-ahead.js';
import { readPlanMark } from './plan-mark-view.js';
import { readWeekFacts, type WeekFacts } from './read-week-facts.js';
import { publishedOf, readPublished } from './sprint-store.js';
import { readUrgentWeeks } from './urgent-weeks-view.js';
import { type Ahead, type AheadOrder, type Foreseen, withHeld, withPerformers } from './rules/foresight.js';
import type { PlanInput, PlannedTask, PlanPart } from './rules/plan-model.js';
import { suggestReserve } from './rules/suggest-reserve.js';
import { type HeldTask, weekInput } from './rules/week-input.js';

/** Four weeks. */
const DAYS_AHEAD = 28;
const RUNS = 400;
/** The same seed and the same facts give the same dates, in every process. */
const SEED = 1;
/** Balances, absences and holidays are looked at anew after so long; the rest at once. */
const FRESH_MS = 60_000;

/** What is known of the weeks ahead, and what it was reckoned from. */
export interface Outlook {
  today: Day;
  /** The last day that was looked at. */
  until: Day;
  facts: WeekFacts;
  /** A week from this one on was accepted. */
  hasPlan: boolean;
  /** Past weeks whose share of urgent work was played; 0 = the whole reserve was taken as spent. */
  urgentWeeks: number;
  runs: number;
  seen: ReadonlyMap<number, Foreseen>;
  /** What the planner was asked, and what it planned. */
  input: PlanInput;
  planned: PlannedTask[];
}

export interface Foresight {
  /** Errors: PLANS_BUSY, PLAN_TOO_SLOW, PLAN_FAILED. */
  ask: (portalId: string) => Promise<Outlook>;
}

interface Kept {
  mark: string;
  askedAt: number;
  /** Digest of what was played. */
  key: string;
  ahead: Promise<Ahead>;
  outlook: Promise<Outlook>;
}

const made = new WeakMap<Ground['db'], Foresight>();

/** The one foresight of a process: all who ask share what was reckoned. */
export function foresightOf(ground: Pick<Ground, 'db' | 'clock'>): Foresight {
  const known = made.get(ground.db) ?? createForesight(ground);
  made.set(ground.db, known);
  return known;
}

/** Dates of the next four weeks, kept for as long as what they are reckoned from stays the same. */
function createForesight(ground: Pick<Ground, 'db' | 'clock'>): Foresight {
  const kept = new Map<string, Kept>();

  async function ask(portalId: string): Promise<Outlook> {
    const now = ground.clock.now();
    const mark = await readPlanMark(ground.db, portalId);
    const known = kept.get(portalId);
    if (known?.mark === mark && now - known.askedAt < FRESH_MS) return known.outlook;
    const asked = await askedNow(ground, portalId, now);
    const key = digestOf(asked.order);
    const ahead = known?.key === key ? known.ahead : lookAheadAside(asked.order);
    const outlook = ahead.then((found) => outlookOf(asked, found));
    kept.set(portalId, { mark, askedAt: now, key, ahead, outlook });
    outlook.catch(() => kept.delete(portalId));
    return outlook;
  }

  return { ask };
}

interface Asked {
  facts: WeekFacts;
  order: AheadOrder;
  held: HeldTask[];
  hasPlan: boolean;
}

async function askedNow({ db }: Pick<Ground, 'db'>, portalId: string, now: number): Promise<Asked> {
  const facts = await readWeekFacts(db, { portalId, now, daysAhead: DAYS_AHEAD });
  const weeks = await readPublished(db, portalId, facts.weekOn);
  const alive = new Set(facts.tasks.map(({ taskId }) => taskId));
  const told: PlanPart[] = weeks
    .flatMap((row) => publishedOf(row)?.parts ?? [])
    .filter(({ taskId, day }) => day >= facts.today && day <= facts.until && alive.has(taskId));
  const { input, held } = weekInput(facts, new Map(), told);
  const options = { seed: SEED, runs: RUNS, urgentWeeks: await readShares(db, facts) };
  return {
    ...{ facts, held, hasPlan: weeks.length > 0 },
    order: { input: withPerformers(input, told), told, options },
  };
}

/** Urgent shares of past weeks, where enough of them are known to say anything. */
async function readShares(db: Ground['db'], facts: WeekFacts): Promise<number[]> {
  const weeks = await readUrgentWeeks(db, facts);
  if (suggestReserve(weeks) === null) return [];
  return weeks.filter(({ allSeconds }) => allSeconds > 0).map(({ permille }) => permille);
}

function digestOf(order: AheadOrder): string {
  return createHash('sha256').update(JSON.stringify(order)).digest('base64');
}

function outlookOf({ facts, order, held, hasPlan }: Asked, { seen, planned }: Ahead): Outlook {
  return {
    ...{ facts, hasPlan, today: facts.today, until: facts.until, runs: order.options.runs },
    urgentWeeks: order.options.urgentWeeks.length,
    seen: withHeld(new Map(seen), held),
    ...{ input: order.input, planned },
  };
}
