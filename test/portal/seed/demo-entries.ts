import { createEntry, type EntryDraft } from '../acts/entries.js';
import type { Random } from '../world/random.js';
import type { User } from '../world/model.js';
import type { World } from '../world/world.js';
import type { DemoPeople } from './demo-people.js';
import type { SeededTask } from './demo-tasks.js';
import { inHerWords } from './her-words.js';

const minuteMs = 60_000;

interface Weighted {
  groupId: number;
  weight: number;
}

function groupWeights(people: DemoPeople): Weighted[] {
  const clients = people.clients.flatMap((client) =>
    client.plans.map((plan) => ({ groupId: plan.group.id, weight: plan.weight })),
  );
  return [
    ...clients,
    { groupId: people.development.id, weight: 32 },
    { groupId: people.freeSupport.id, weight: 18 },
  ];
}

function pickGroup(random: Random, weights: Weighted[]): number {
  const total = weights.reduce((sum, row) => sum + row.weight, 0);
  let at = random.next() * total;
  for (const row of weights) {
    at -= row.weight;
    if (at < 0) return row.groupId;
  }
  return weights[0]?.groupId ?? 0;
}

/** A task of the group that lived at that moment, rather the performer's own. */
function pickTask(random: Random, tasks: SeededTask[], user: User, at: number): SeededTask | undefined {
  const alive = tasks.filter((row) => row.fromAt <= at && row.untilAt >= at);
  const own = alive.filter(
    (row) => row.task.responsibleId === user.id || row.task.accomplices.includes(user.id),
  );
  if (own.length > 0 && random.chance(0.85)) return random.pick(own);
  return alive.length > 0 ? random.pick(alive) : undefined;
}

/** One stretch of work: most by timer, some typed in, a few of these a day or two later. */
function draftOf(
  random: Random,
  row: SeededTask,
  user: User,
  startAt: number,
  seconds: number,
  now: number,
): EntryDraft {
  const stopAt = startAt + seconds * 1000;
  const said = random.pick(row.text.comments);
  const comment = user.gender === 'F' ? inHerWords(said) : said;
  const base = { taskId: row.task.id, userId: user.id, seconds, comment };
  if (random.chance(0.62))
    return { ...base, source: 3, workedAt: stopAt, startAt, stopAt, recordedAt: stopAt };
  const lateMs = random.chance(0.12)
    ? random.between(14, 40) * 60 * minuteMs
    : random.between(1, 40) * minuteMs;
  const recordedAt = Math.min(now, Math.floor((stopAt + lateMs) / 1000) * 1000);
  const rounded = Math.max(300, Math.round(seconds / 300) * 300);
  return {
    ...base,
    seconds: rounded,
    source: 2,
    workedAt: startAt,
    startAt: recordedAt,
    stopAt: recordedAt,
    recordedAt,
  };
}

function dayOf(
  world: World,
  random: Random,
  user: User,
  dayAt: number,
  weights: Weighted[],
  byGroup: Map<number, SeededTask[]>,
): EntryDraft[] {
  const now = world.clock.nowSecond();
  const drafts: EntryDraft[] = [];
  let at = dayAt + random.between(9 * 60 + 15, 10 * 60 + 20) * minuteMs;
  for (let slot = random.between(2, 4); slot > 0; slot -= 1) {
    const seconds = random.between(12, 78) * 60 + random.between(0, 59);
    const row = pickTask(random, byGroup.get(pickGroup(random, weights)) ?? [], user, at);
    if (row && at + seconds * 1000 <= now) drafts.push(draftOf(random, row, user, at, seconds, now));
    at += seconds * 1000 + random.between(5, 95) * minuteMs;
  }
  return drafts;
}

/** About 90 days of tracked time, stored in the order in which it was recorded. */
export function entriesDemo(
  world: World,
  random: Random,
  people: DemoPeople,
  byGroup: Map<number, SeededTask[]>,
  days: number[],
): void {
  const weights = groupWeights(people);
  const drafts: EntryDraft[] = [];
  for (const dayAt of days)
    for (const user of people.performers)
      if (!random.chance(0.06)) drafts.push(...dayOf(world, random, user, dayAt, weights, byGroup));
  drafts.sort((one, other) => (one.recordedAt ?? 0) - (other.recordedAt ?? 0));
  for (const draft of drafts) {
    const task = world.data.tasks.get(draft.taskId);
    if (task) createEntry(world, task, draft);
  }
}
