import type { Ground } from '../../base/ground.js';
import { holdInstalled } from '../installs/index.js';
import type { PortalRest } from '../rest/index.js';
import { listById, type PagedList } from './ask/list-pages.js';
import { entriesOfPortal, tasksOf } from './ask/lists.js';
import { readGroups } from './ask/read-groups.js';
import { readStrangers } from './ask/read-new-entries.js';
import { readPeople } from './ask/read-people.js';
import { type ApplyOptions, applyReadings } from './keep/apply-readings.js';
import { readCursor } from './keep/cursors-store.js';
import { mergeReadings, noReadings, type CursorName, type EntryReading, type Readings } from './readings.js';
import { PAGE_ROWS } from './rules/choose-pages.js';
import { chunk } from './rules/chunk.js';

export interface FirstMirrorStep {
  stage: 'people' | 'groups' | 'tasks' | 'entries';
  /** Rows of this stage so far, in this run. */
  done: number;
  /** As far as the portal said. */
  total: number | null;
}

export interface FirstMirrorOptions extends ApplyOptions {
  onProgress?: (step: FirstMirrorStep) => Promise<void>;
}

export interface FirstMirrorResult {
  users: number;
  groups: number;
  tasks: number;
  entries: number;
}

/** Rows of one transaction: webhooks and people must not wait long behind it. */
const ROWS_AT_ONCE = 500;

interface Work {
  ground: Ground;
  rest: PortalRest;
  portalId: string;
  options: FirstMirrorOptions;
}

/**
 * Mirrors a whole portal: people, groups, tasks, entries. Each batch of answers is written before the next is
 * asked, together with its cursor: memory stays bounded and a run that was cut goes on where it stood. The tail
 * poll begins when this is done, from the last entry read. Throws what the portal could not answer; call again.
 */
export async function firstMirror(
  ground: Ground,
  rest: PortalRest,
  portalId: string,
  options: FirstMirrorOptions,
): Promise<FirstMirrorResult> {
  const work = { ground, rest, portalId, options };
  const people = await readPeople(ground, rest, portalId);
  await apply(work, people);
  await tell(work, { stage: 'people', done: people.users.length, total: people.users.length });
  const groups = await readGroups(ground, rest, portalId);
  await apply(work, groups);
  await tell(work, { stage: 'groups', done: groups.groups.length, total: groups.groups.length });
  const tasks = await mirrorTasks(work);
  const entries = await mirrorEntries(work);
  const mirrored = { name: 'first-mirror', value: 1 } as const;
  // A portal without a single hour has no last entry yet: the tail begins at its first.
  await apply(work, { ...noReadings(), cursors: [{ name: 'entries-tail', value: 0 }, mirrored] });
  return { users: people.users.length, groups: groups.groups.length, tasks, entries };
}

async function mirrorTasks(work: Work): Promise<number> {
  return walk(work, { stage: 'tasks', cursor: 'first-tasks', list: tasksOf('all') }, (facts, askedAt) =>
    Promise.resolve({
      ...noReadings(),
      tasks: facts.map((task) => ({
        ...{ taskId: task.taskId, askedAt, facts: task },
        ...{ rightsConfirmed: false, moves: null, entries: null },
      })),
    }),
  );
}

/** Tasks made since the tasks were listed, and authors whom no list names, are read along. */
async function mirrorEntries(work: Work): Promise<number> {
  const { ground, rest, portalId } = work;
  const stage = { stage: 'entries', cursor: 'entries-tail', list: entriesOfPortal() } as const;
  return walk(work, stage, async (rows, askedAt) => {
    const entries = rows.map((facts): EntryReading => ({ facts, askedAt }));
    const strangers = await readStrangers(ground, rest, portalId, entries);
    return mergeReadings(strangers, { ...noReadings(), entries });
  });
}

async function walk<Row>(
  work: Work,
  stage: { stage: FirstMirrorStep['stage']; cursor: CursorName; list: PagedList<Row> },
  toReadings: (rows: Row[], askedAt: number) => Promise<Readings>,
): Promise<number> {
  const { ground, rest, portalId } = work;
  const afterId = (await readCursor(ground.db, portalId, stage.cursor)) ?? 0;
  let done = 0;
  for await (const stretch of listById({ rest, portalId }, stage.list, { afterId, expected: PAGE_ROWS })) {
    for (const rows of chunk(stretch.rows, ROWS_AT_ONCE)) {
      const last = rows[rows.length - 1];
      if (last === undefined) break;
      const readings = await toReadings(rows, stretch.askedAt);
      readings.cursors.push({ name: stage.cursor, value: stage.list.idOf(last) });
      await apply(work, readings);
      done += rows.length;
    }
    const total = stretch.left === null ? null : done + stretch.left;
    await tell(work, { stage: stage.stage, done, total });
  }
  return done;
}

async function apply(work: Work, readings: Readings): Promise<void> {
  const { ground, portalId, options } = work;
  await ground.db.transaction().execute(async (tx) => {
    await holdInstalled(tx, portalId);
    await applyReadings(tx, ground, portalId, readings, { ...options, isFirst: true });
  });
}

async function tell(work: Work, step: FirstMirrorStep): Promise<void> {
  await work.options.onProgress?.(step);
}
