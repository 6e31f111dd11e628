import { createHash } from 'node:crypto';
import type { IntakeKind, IntakeRefusal } from '../../api/index.js';
import { addDays, type Day, startOfDay } from '../../base/days.js';
import type { DbOrTx } from '../../base/db/index.js';
import { readPortal } from '../../portal/installs/index.js';
import { readEmployees } from '../people-view.js';
import { readWeekFacts, type WeekFacts, type WeekTask } from '../read-week-facts.js';
import { asksMore } from '../rules/intake-signs.js';
import type { PlanPart } from '../rules/plan-model.js';
import { type IntakeWish, takeIn, type TakenIn } from '../rules/take-in.js';
import { weekInput } from '../rules/week-input.js';
import { readDoneToday } from '../tasks-view.js';
import { publishedOf, readSprint, type SprintRow } from '../sprint-store.js';
import type { SprintPost } from '../sprint-posts.js';
import { postsOfIntake } from './intake-posts.js';
import { type IntakeRow, readStandingIntakes } from './intake-store.js';

export interface IntakeAsk {
  portalId: string;
  taskId: number;
  kind: IntakeKind;
  userId: number | null;
  /** What it takes, where nobody has sized it, or its estimate is used up. */
  seconds: number | null;
  mayExceedHours: boolean;
  now: number;
}

/** What taking a task in would do, from what stands now. */
export interface IntakePlan {
  facts: WeekFacts;
  row: SprintRow | undefined;
  task: WeekTask;
  /** Intakes of this task that wait or hold. */
  standing: IntakeRow[];
  published: PlanPart[];
  /** Seconds that are planned; null = nobody has sized it. */
  seconds: number | null;
  /** Its planned time in the portal would become this; null = it stays. */
  newEstimate: number | null;
  refusal: { reason: IntakeRefusal; missingSeconds: number; nearestUserId: number | null } | null;
  taken: TakenIn | null;
  names: ReadonlyMap<number, string>;
  portalLanguage: string | null | undefined;
  posts: SprintPost[];
  seen: string;
}

/** Undefined = the task is not open, or of nobody who buys hours. */
export async function readIntakePlan(db: DbOrTx, ask: IntakeAsk): Promise<IntakePlan | undefined> {
  const { portalId, taskId } = ask;
  const week = await readWeek(db, ask);
  const found = week.facts.tasks.find((task) => task.taskId === taskId);
  if (!found) return undefined;
  const { task, newEstimate } = sized(found, ask);
  const facts = {
    ...week.facts,
    tasks: week.facts.tasks.map((one) => (one.taskId === taskId ? task : one)),
  };
  const { input, held } = weekInput(facts, new Map(), week.published);
  const standing = await readStandingIntakes(db, portalId, [taskId]);
  const before = refusalBefore(week.row, standing, ask);
  const heldFor = held.find((one) => one.taskId === taskId)?.reason ?? null;
  const done = await readDoneToday(db, {
    ...{ portalId, since: startOfDay(facts.today, facts.zone) },
    taskIds: week.published.flatMap((part) => (part.day === facts.today ? [part.taskId] : [])),
  });
  const taken = before || heldFor ? null : takeIn(input, week.published, wishOf(ask), done);
  const employees = await readEmployees(db, portalId);
  const names = new Map(employees.map(({ userId, name }) => [userId, name]));
  const portalLanguage = (await readPortal(db, portalId))?.language;
  const seconds = input.tasks.find((one) => one.taskId === taskId)?.remainingSeconds ?? null;
  const plan = { facts, row: week.row, task, standing, published: week.published, names, portalLanguage };
  const posts = taken?.chosen ? postsOfIntake({ ...plan, kind: ask.kind, taken }, 'intake') : [];
  return {
    ...{ ...plan, taken, posts, newEstimate, seconds },
    refusal: refusalOf(before ?? heldFor, taken),
    seen: sealOf(ask, week.row, taken, posts),
  };
}

interface Week {
  facts: WeekFacts;
  row: SprintRow | undefined;
  published: PlanPart[];
}

/** This week; where nobody works any more in it, the next one. */
async function readWeek(db: DbOrTx, { portalId, now }: IntakeAsk): Promise<Week> {
  const facts = await readWeekFacts(db, { portalId, now });
  const hasTime = weekInput(facts, new Map(), []).input.people.some(({ capacitySeconds }) =>
    capacitySeconds.some((seconds) => seconds > 0),
  );
  if (hasTime || facts.people.length === 0) return withRow(db, facts);
  const weekOn: Day = addDays(facts.weekOn, 7);
  return withRow(db, await readWeekFacts(db, { portalId, weekOn, now }));
}

async function withRow(db: DbOrTx, facts: WeekFacts): Promise<Week> {
  const row = await readSprint(db, { portalId: facts.portalId, weekOn: facts.weekOn });
  return { facts, row, published: publishedOf(row)?.parts ?? [] };
}

/** The task as it would be planned: as pressing as that, and as long as was said where nobody had sized it. */
function sized(task: WeekTask, { kind, seconds }: IntakeAsk): { task: WeekTask; newEstimate: number | null } {
  const isSized = task.estimateSeconds > task.spentSeconds;
  const newEstimate = !isSized && seconds !== null ? task.spentSeconds + seconds : null;
  const estimateSeconds = newEstimate ?? task.estimateSeconds;
  return { task: { ...task, urgency: kind, estimateSeconds }, newEstimate };
}

function refusalBefore(
  row: SprintRow | undefined,
  standing: readonly IntakeRow[],
  { kind }: IntakeAsk,
): IntakeRefusal | null {
  const accepted = standing.filter(({ state }) => state === 'accepted');
  if (accepted.some((one) => !asksMore(kind, one.kind))) return 'taken';
  return row?.published && row.closed_at === null ? null : 'no-sprint';
}

function refusalOf(reason: IntakeRefusal | null, taken: TakenIn | null): IntakePlan['refusal'] {
  if (reason) return { reason, missingSeconds: 0, nearestUserId: null };
  if (!taken?.reason) return null;
  const { reason: why, missingSeconds, nearestUserId } = taken.reason;
  return { reason: why, missingSeconds, nearestUserId };
}

function wishOf({ taskId, kind, userId, mayExceedHours }: IntakeAsk): IntakeWish {
  return { taskId, kind, userId, mayExceedHours };
}

/** Names what a person sees: whose plan, who does it, and every word that would be posted. */
function sealOf(
  { kind }: IntakeAsk,
  row: SprintRow | undefined,
  taken: TakenIn | null,
  posts: readonly SprintPost[],
): string {
  const shown = [kind, row?.week_on, row?.revision, taken?.chosen?.userId, posts.map(({ text }) => text)];
  return createHash('sha256').update(JSON.stringify(shown)).digest('hex').slice(0, 32);
}
