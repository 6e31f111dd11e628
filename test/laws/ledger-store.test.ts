import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Db } from '../../server/base/db/index.js';
import { standingSums } from '../../server/ledger/kept-sums-store.js';
import type { PackageFact } from '../../server/ledger/rules/types.js';
import {
  type CutPoint,
  type KeptLine,
  balanceEffectOf,
  billedBy,
  readAccount,
  readIssues,
  readReportLines,
  rebuildKeptSums,
  verifyLedger,
} from '../../server/ledger/index.js';
import { type Scene, anyScene } from '../given/facts.js';
import { type Change, type Phase, cutOf, play } from '../given/ledger-changes.js';
import { instant, localDay } from '../given/ledger-days.js';
import { type Story, anyStory } from '../given/ledger-stories.js';
import { type World, issue, newWorld, owedPerEntry } from '../given/ledger-world.js';
import { oracle } from '../given/oracle.js';
import { type StoredLedger, storedLedger } from '../given/stored-ledger.js';
import { type Sums, sumsOf } from '../given/sums.js';
import { idsOf, packageNames, tell } from '../given/tell-ledger.js';
import { describeEachDatabase } from '../harness/databases.js';

const runs = { sqlite: 40, postgres: 15 };
/** Of a busy machine. */
const limitMs = 180_000;
const ranks = fc.array(fc.nat(999), { minLength: 30, maxLength: 30 });

describeEachDatabase('through the real store', (given) => {
  // Shrinking is for the fast database; a failure on the other one names its seed.
  const settings = { numRuns: runs[given.dialect], endOnFailure: given.dialect === 'postgres' };
  let opened: Promise<Db> | null = null;
  let portals = 0;
  const newPortal = async () =>
    storedLedger(await (opened ??= given.freshDatabase()), `portal-${(portals += 1)}`);

  it(
    'nothing issued: every figure is the oracle’s',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyScene, async (drawn) => {
          const scene = storable(drawn);
          const portal = await newPortal();
          const told = await tellScene(portal, scene);
          const { perPackage, perRollover, forfeited, ...truth } = oracle(
            { ...scene.facts, packages: told.packages },
            scene.today,
          );
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
          const sold = [...sums.spent].filter(([packageId]) => perPackage.has(packageId));
          expect(withoutZeros(new Map(sold))).toEqual(withoutZeros(perPackage));
          expect(total(sums.spent.values()) - total(perPackage.values())).toBe(total(perRollover.values()));
          expect(total(sums.forfeited.values())).toBe(total(forfeited.values()));
          expect(withoutZeros(sums.billed)).toEqual(withoutZeros(truth.perEntry));
          expect(await portal.post(told.clientId)).toMatchObject({ posting: null });
          expect(await faultsOf(portal, told.clientId)).toEqual([]);
        }),
        settings,
      );
    },
    limitMs,
  );

  it(
    'between two issues any order of arrival gives the same ledger, and reports stay as they are',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyStory, ranks, async (drawn, rank) => {
          const story = storableStory(drawn);
          const atOnce = await playStored(await newPortal(), story, null);
          const mixed = await playStored(await newPortal(), story, rank);
          expect(mixed).toEqual(atOnce);
        }),
        settings,
      );
    },
    limitMs,
  );
});

/** Plays a story through the store and beside it in memory; after each phase every law of the ledger is looked at. */
async function playStored(portal: StoredLedger, story: Story, rank: readonly number[] | null) {
  const world = newWorld(story.start);
  const clientId = await portal.addClient({
    openingSeconds: -story.start.openingOverageSeconds || 0,
    startsOn: story.start.accountingStartsOn,
  });
  const { terms } = story.start;
  const reports: IssuedReport[] = [];
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
    if (phase.cut) reports.push(await newestReport(portal, clientId));
  }
  for (const report of reports) expect(await rebuilt(portal, clientId, report)).toEqual(report);
  await expectSumsMeanNothing(portal, clientId);
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
  expect(await spentByName(portal, sums)).toEqual(spentInMemory(world));
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

/** A report as it was issued: what it opened and closed with, and its lines. */
interface IssuedReport {
  number: number;
  figures: [opening: number, closing: number];
  lines: string[];
}

async function newestReport(portal: StoredLedger, clientId: number): Promise<IssuedReport> {
  const [issue] = await readIssues(portal.db, portal.portalId, clientId);
  if (!issue) throw new Error('No report was issued');
  const standing = await portal.standing(clientId);
  const lines = standing.filter(
    ({ reportNumber, kind }) => reportNumber === issue.number && kind !== 'issue',
  );
  return {
    number: issue.number,
    figures: [issue.opening_seconds, issue.closing_seconds],
    lines: lines.map((line) => JSON.stringify({ ...line, reportNumber: null })),
  };
}

/** The same from the position that was seen, whatever came since. */
async function rebuilt(
  portal: StoredLedger,
  clientId: number,
  { number }: IssuedReport,
): Promise<IssuedReport> {
  const issues = await readIssues(portal.db, portal.portalId, clientId);
  const issue = issues.find((each) => each.number === number);
  if (!issue) throw new Error(`No report ${number}`);
  const cut = JSON.parse(issue.cut) as CutPoint;
  const where = { portalId: portal.portalId, clientId, position: issue.seen_position, cut };
  const held = await portal.inTx((tx) => readReportLines(tx, where));
  return {
    number: held.number,
    figures: [held.openingSeconds, held.closingSeconds],
    lines: held.lines.map((line) => JSON.stringify(line)),
  };
}

/** Kept sums are thrown away and made again from the lines: no figure moves. */
async function expectSumsMeanNothing(portal: StoredLedger, clientId: number): Promise<void> {
  const account = async () => {
    const now = portal.ground.clock.now();
    return JSON.stringify(await readAccount(portal.db, await portal.client(clientId), now));
  };
  const before = await account();
  const { position } = await portal.client(clientId);
  const sums = standingSums(await portal.standing(clientId));
  await portal.inTx((tx) => rebuildKeptSums(tx, portal.portalId, clientId, sums, position));
  expect(await account()).toBe(before);
}

/** What people bought is told apart by its name; ids follow the order of arrival. */
async function spentByName(portal: StoredLedger, sums: Sums): Promise<[string, number][]> {
  const names = await packageNames(portal);
  const named = [...sums.spent].map(([id, seconds]): [string, number] => [names.get(id) ?? '', seconds]);
  return ofBought(named);
}

function spentInMemory({ frozen, open }: World): [string, number][] {
  const { spent } = sumsOf([...frozen, ...open]);
  return ofBought([...spent].map(([id, seconds]) => [`package ${id}`, seconds]));
}

function ofBought(named: [string, number][]): [string, number][] {
  return named.filter(([name, seconds]) => /^package \d\d?$/.test(name) && seconds !== 0).sort();
}

async function issueBoth(portal: StoredLedger, clientId: number, world: World, phase: Phase): Promise<void> {
  if (!phase.cut) return;
  const chosen = cutOf(world, phase.cut);
  if (!('packageId' in chosen)) {
    issue(world, chosen);
    return void (await portal.issue(clientId, chosen));
  }
  const named = await packageNames(portal);
  const own = [...named].find(([, name]) => name === `package ${chosen.packageId}`)?.[0];
  // One that the rules made has another number in the store: both end the report behind that entry instead.
  const behind = { until: chosen.workedAt + 1 };
  issue(world, own === undefined ? behind : chosen);
  await portal.issue(clientId, own === undefined ? behind : { ...chosen, packageId: own });
}

async function faultsOf(portal: StoredLedger, clientId: number): Promise<string[]> {
  return (await verifyLedger(portal.db, await portal.client(clientId))).faults;
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
  const ids = await idsOf(portal);
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
  const sold = (each: PackageFact): PackageFact => ({
    ...each,
    ...{ boughtAt: instant(-10 - each.packageId), sizeSeconds: Math.max(60, each.sizeSeconds) },
  });
  const changeOf = (change: Change): Change => {
    if ('package' in change) return { ...change, package: sold(change.package) };
    return 'orderedPackage' in change ? { ...change, orderedPackage: sold(change.orderedPackage) } : change;
  };
  return {
    ...story,
    phases: story.phases.map((phase) => ({ ...phase, changes: phase.changes.map(changeOf) })),
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
