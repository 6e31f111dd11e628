import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '../../server/base/days.js';
import type { Db } from '../../server/base/db/index.js';
import {
  type KeptLine,
  balanceEffectOf,
  billedBy,
  readAccount,
  verifyLedger,
} from '../../server/ledger/index.js';
import { type Scene, anyScene } from '../given/facts.js';
import { type Change, type Phase, cutOf, play } from '../given/ledger-changes.js';
import { instant, localDay } from '../given/ledger-days.js';
import { type Story, anyStory } from '../given/ledger-stories.js';
import { type World, newWorld, owedPerEntry } from '../given/ledger-world.js';
import { oracle } from '../given/oracle.js';
import { type StoredLedger, storedLedger } from '../given/stored-ledger.js';
import { sumsOf } from '../given/sums.js';
import { describeEachDatabase } from '../harness/databases.js';

const runs = { sqlite: 60, postgres: 25 };
const ranks = fc.array(fc.nat(999), { minLength: 30, maxLength: 30 });

describeEachDatabase('through the real store', (given) => {
  // Shrinking is for the fast database; a failure on the other one names its seed.
  const settings = { numRuns: runs[given.dialect], endOnFailure: given.dialect === 'postgres' };
  let opened: Promise<Db> | null = null;
  let portals = 0;
  const newPortal = async () =>
    storedLedger(await (opened ??= given.freshDatabase()), `portal-${(portals += 1)}`);

  it('nothing issued: every figure is the oracle’s', async () => {
    await fc.assert(
      fc.asyncProperty(anyScene, async (drawn) => {
        const scene = storable(drawn);
        const portal = await newPortal();
        const told = await tellScene(portal, scene);
        const { perPackage, ...truth } = oracle({ ...scene.facts, packages: told.packages }, scene.today);
        const sums = sumsOf(await portal.standing(told.clientId));
        expect({
          overageSeconds: sums.overageSeconds,
          courtesySeconds: sums.courtesySeconds,
          recordedSeconds: total(sums.recorded.values()),
        }).toEqual({
          overageSeconds: truth.overageSeconds,
          courtesySeconds: truth.courtesySeconds,
          recordedSeconds: truth.recordedSeconds,
        });
        expect(withoutZeros(sums.spent)).toEqual(withoutZeros(perPackage));
        expect(withoutZeros(sums.billed)).toEqual(withoutZeros(truth.perEntry));
        expect(await portal.post(told.clientId)).toMatchObject({ posting: null });
        expect(await faultsOf(portal, told.clientId)).toEqual([]);
      }),
      settings,
    );
  });

  it('between two issues any order of arrival gives the same ledger, and reports stay as they are', async () => {
    await fc.assert(
      fc.asyncProperty(anyStory, ranks, async (drawn, rank) => {
        const story = storableStory(drawn);
        const atOnce = await playStored(await newPortal(), story, null);
        const mixed = await playStored(await newPortal(), story, rank);
        expect(mixed).toEqual(atOnce);
      }),
      settings,
    );
  });
});

/** Plays a story through the store and beside it in memory; after each phase every law of the ledger is looked at. */
async function playStored(portal: StoredLedger, story: Story, rank: readonly number[] | null) {
  const world = newWorld(story.start);
  const clientId = await portal.addClient({
    openingSeconds: -story.start.openingOverageSeconds || 0,
    startsOn: story.start.accountingStartsOn,
  });
  const { terms } = story.start;
  for (const each of terms) await tell(portal, clientId, { subject: 'terms', terms: each });
  for (const phase of story.phases) {
    portal.setDay(phase.day);
    for (const change of rank ? mixed(phase.changes, rank) : phase.changes) {
      await tell(portal, clientId, change);
      if (rank) await portal.post(clientId);
    }
    await portal.post(clientId);
    play(world, { ...phase, cut: null }, false);
    await expectLawful(portal, clientId, world);
    const before = frozenText(await portal.standing(clientId));
    if (phase.cut) await issueBoth(portal, clientId, world, phase);
    expect(frozenText(await portal.standing(clientId))).toEqual(expect.arrayContaining(before));
  }
  expect(await faultsOf(portal, clientId)).toEqual([]);
  return standingText(portal, await portal.standing(clientId));
}

/** The law of bounds, the sum per entry, kept sums, and nothing more to post. */
async function expectLawful(portal: StoredLedger, clientId: number, world: World): Promise<void> {
  const standing = await portal.standing(clientId);
  const sums = sumsOf(standing);
  for (const [packageId, spent] of sums.spent) {
    expect(spent).toBeGreaterThanOrEqual(0);
    expect(spent + (sums.forfeited.get(packageId) ?? 0)).toBeLessThanOrEqual(sums.size.get(packageId) ?? 0);
  }
  expect(sums.overageSeconds).toBeGreaterThanOrEqual(0);
  expect(withoutZeros(sums.billed)).toEqual(withoutZeros(owedPerEntry(world)));
  const { balance, packages } = await readAccount(
    portal.db,
    await portal.client(clientId),
    portal.ground.clock.now(),
  );
  const left = packages.reduce((sum, { leftSeconds }) => sum + leftSeconds, 0);
  expect(left - balance.overageSeconds).toBe(standing.reduce((sum, line) => sum + balanceEffectOf(line), 0));
  expect(balance.notIssuedSeconds).toBe(
    standing.filter((line) => line.reportNumber === null).reduce((sum, line) => sum + billedBy(line), 0),
  );
  expect(await portal.post(clientId)).toMatchObject({ posting: null });
}

async function issueBoth(portal: StoredLedger, clientId: number, world: World, phase: Phase): Promise<void> {
  if (!phase.cut) return;
  const cut = cutOf(world, phase.cut);
  play(world, { ...phase, changes: [] }, false);
  if (!('packageId' in cut)) return void (await portal.issue(clientId, cut));
  const named = await packageNames(portal);
  const own = [...named].find(([, name]) => name === `package ${cut.packageId}`)?.[0];
  await portal.issue(clientId, own === undefined ? { until: cut.workedAt + 1 } : { ...cut, packageId: own });
}

async function faultsOf(portal: StoredLedger, clientId: number): Promise<string[]> {
  return (await verifyLedger(portal.db, await portal.client(clientId))).faults;
}

/** One fact as the mirror, a manager or the settings would leave it in the database. */
async function tell(portal: StoredLedger, clientId: number, change: Change): Promise<void> {
  if ('entry' in change) {
    const { entryId, taskId, userId, seconds, workedAt, textKey } = change.entry;
    await mark(portal, change.entry);
    await portal.work({ entryId, taskId, userId, seconds, workedAt, comment: textKey });
  } else if ('goneEntryId' in change) {
    await portal.db
      .updateTable('time_entries')
      .set({ state: 'deleted', noticed_at: portal.ground.clock.now() })
      .where('portal_id', '=', portal.portalId)
      .where('entry_id', '=', change.goneEntryId)
      .where('state', '=', 'live')
      .execute();
  } else if ('package' in change) {
    const { packageId, sizeSeconds, boughtAt, validFrom, expiresOn, coversEarlier } = change.package;
    const boughtOn = addDays('1970-01-01', Math.floor((boughtAt + 3 * 3_600_000) / 86_400_000));
    const sold = { sizeSeconds, boughtOn, validFrom, expiresOn, coversEarlier };
    await portal.sell(clientId, { ...sold, title: `package ${packageId}` });
  } else if ('waiver' in change) {
    const { waiverId, entryId, seconds } = change.waiver;
    const of = {
      portal_id: portal.portalId,
      client_id: clientId,
      waiver_id: waiverId,
      entry_id: entryId,
      seconds,
    };
    const more = { reason: 'спор', noticed_at: portal.ground.clock.now(), action_id: `waiver-${waiverId}` };
    await portal.db
      .insertInto('waivers')
      .values({ ...of, ...more })
      .execute();
  } else if ('terms' in change) {
    const { version, effectiveFrom, terms } = change.terms;
    const of = { portal_id: portal.portalId, client_id: clientId, version, effective_from: effectiveFrom };
    const more = { body: JSON.stringify(terms), action_id: null, created_at: portal.ground.clock.now() };
    await portal.db
      .insertInto('terms')
      .values({ ...of, ...more })
      .execute();
  }
}

type Worked = Extract<Change, { entry: unknown }>['entry'];

async function mark(portal: StoredLedger, entry: Worked): Promise<void> {
  await portal.db
    .insertInto('work_marks')
    .values({
      ...{ portal_id: portal.portalId, task_id: entry.taskId, entry_id: entry.entryId },
      ...{ work_type: entry.workType, urgency: entry.urgency, courtesy_reason: entry.courtesyReason },
      ...{ since_at: portal.ground.clock.now(), action_id: null },
    })
    .execute();
}

/** Tells a whole scene at once; answers its packages with the ids the store gave them. */
async function tellScene(portal: StoredLedger, { facts, today }: Scene) {
  const clientId = await portal.addClient({
    openingSeconds: -facts.openingOverageSeconds || 0,
    startsOn: facts.accountingStartsOn,
  });
  portal.setDay(Math.round((Date.parse(today) - Date.parse(localDay(0))) / 86_400_000));
  for (const each of facts.terms) await tell(portal, clientId, { subject: '', terms: each });
  for (const entry of facts.entries) await tell(portal, clientId, { subject: '', entry });
  for (const waiver of facts.waivers) await tell(portal, clientId, { subject: '', waiver });
  for (const each of facts.packages) await tell(portal, clientId, { subject: '', package: each });
  await portal.post(clientId);
  const ids = new Map([...(await packageNames(portal))].map(([id, name]) => [name, id]));
  const packages = facts.packages.map((each) => ({
    ...each,
    packageId: ids.get(`package ${each.packageId}`) ?? 0,
  }));
  return { clientId, packages };
}

/** What the store can be told: packages of a minute at least, none closed by hand, no two bought on the same day. */
function storable(scene: Scene): Scene {
  const packages = scene.facts.packages.map((each, index) => ({
    ...each,
    closedOn: null,
    ...{ boughtAt: instant(-10 - index), sizeSeconds: Math.max(60, each.sizeSeconds) },
  }));
  return { ...scene, facts: { ...scene.facts, packages } };
}

function storableStory(story: Story): Story {
  const changeOf = (change: Change): Change[] => {
    if ('closedPackageId' in change) return [];
    if (!('package' in change)) return [change];
    const { packageId, sizeSeconds } = change.package;
    const sold = {
      ...change.package,
      boughtAt: instant(-10 - packageId),
      sizeSeconds: Math.max(60, sizeSeconds),
    };
    return [{ ...change, package: sold }];
  };
  return {
    ...story,
    phases: story.phases.map((phase) => ({ ...phase, changes: phase.changes.flatMap(changeOf) })),
  };
}

/** Facts about one subject stay in order, subjects mix. */
function mixed(changes: readonly Change[], rank: readonly number[]): Change[] {
  const ranked = changes.map(({ subject }, index) => ({ subject, rank: rank[index % rank.length] ?? 0 }));
  const slots = ranked.sort((a, b) => a.rank - b.rank);
  const queues = new Map<string, Change[]>();
  for (const change of changes) queues.set(change.subject, [...(queues.get(change.subject) ?? []), change]);
  return slots.flatMap(({ subject }) => queues.get(subject)?.shift() ?? []);
}

/** Bought packages by their title; made ones by what they make good. */
async function packageNames(portal: StoredLedger): Promise<Map<number, string>> {
  const rows = await portal.db
    .selectFrom('packages')
    .select(['package_id', 'title', 'cause'])
    .where('portal_id', '=', portal.portalId)
    .orderBy('package_id')
    .execute();
  const names = new Map<number, string>();
  for (const { package_id: id, title, cause } of rows) {
    const [entry, from, ...rest] = (cause ?? '').split(':');
    names.set(id, cause === null ? title : `for ${entry} of ${names.get(Number(from))} ${rest.join(' ')}`);
  }
  return names;
}

/** Everything that stands, whatever posting it came with. */
async function standingText(portal: StoredLedger, standing: readonly KeptLine[]): Promise<string[]> {
  const names = await packageNames(portal);
  return standing
    .map((line) =>
      JSON.stringify([
        line.kind,
        line.packageId === null ? null : names.get(line.packageId),
        ...[line.seconds, line.recordedSeconds, line.entryId, line.taskId, line.userId, line.workedAt],
        ...[line.workDay, line.workType, line.reason, line.reportNumber, line.texts, line.why.rule],
        ...[line.why.termsVersion ?? null, line.why.urgency ?? null],
      ]),
    )
    .sort();
}

function frozenText(standing: readonly KeptLine[]): string[] {
  return standing.filter((line) => line.reportNumber !== null).map((line) => JSON.stringify(line));
}

function withoutZeros(sums: ReadonlyMap<number, number>): [number, number][] {
  return [...sums].filter(([, seconds]) => seconds !== 0).sort(([a], [b]) => a - b);
}

function total(seconds: Iterable<number>): number {
  return [...seconds].reduce((sum, each) => sum + each, 0);
}
