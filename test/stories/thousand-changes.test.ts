import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from '@jest/globals';
import { dayOf } from '../../server/base/days.js';
import { readKeptSums, readStanding, verifyLedger } from '../../server/ledger/index.js';
import {
  type Department,
  ZONE,
  clientsIn,
  decideEverything,
  factsOf,
  foundDepartment,
  truthOf,
} from '../given/department-story.js';
import { oracle } from '../given/oracle.js';
import { changeSomething, dice } from '../given/random-changes.js';
import { type GivenWorld, openSession, startWorld } from '../given/start-world.js';
import { describeEachDatabase } from '../harness/databases.js';

const EVENTS = { lostShare: 0.1, doubledShare: 0.1, shuffledShare: 1 };

let world: GivenWorld | null = null;
/** What managers had to decide in a story: a story without any would prove less than it says. */
let decided = 0;
afterEach(async () => {
  await world?.stop();
  world = null;
  decided = 0;
});

describeEachDatabase('a department that never stops changing its mind', (given) => {
  it('1 000 changes, events lost, doubled and shuffled: the ledger is what the portal and the oracle say', async () => {
    const { department, changes } = await begin(await given.migratedUrl(), 1_000);
    const roll = dice(20_260_302);
    for (let change = 1; change <= changes; change += 1) {
      changeSomething(theWorld().portal, roll, department.scene);
      if (change % 100 === 0) await letItSettle(false);
    }
    await letItSettle(true);
    expect(decided).toBeGreaterThan(0);
    const outcomes = theWorld().portal.control.deliveries();
    expect(outcomes.filter(({ outcome }) => outcome === 'lost').length).toBeGreaterThan(0);
    expect(outcomes.filter(({ doubled }) => doubled).length).toBeGreaterThan(0);
    await expectTruth(department);
    await expectOracle(department);
    await expectNothingMore(department);
  });

  it('with reports issued on the way: what was issued stays, what changed is corrected, recorded seconds agree', async () => {
    const { department, changes } = await begin(
      await given.migratedUrl(),
      given.dialect === 'sqlite' ? 400 : 200,
    );
    const roll = dice(7);
    for (let change = 1; change <= changes; change += 1) {
      changeSomething(theWorld().portal, roll, department.scene);
      if (change % 100 === 0) await letItSettle(change % 200 === 0);
      if (change % 200 === 0) await issueReports(department);
    }
    await letItSettle(true);
    await expectTruth(department);
    await expectNothingMore(department);
    expect(await countIssues()).toBeGreaterThan(2);
  });
});

async function begin(
  databaseUrl: string,
  changes: number,
): Promise<{ department: Department; changes: number }> {
  world = await startWorld({
    databaseUrl,
    portal: {
      ...{ empty: true, clockMode: 'manual', now: '2026-03-10T09:00:00', events: EVENTS },
      limits: { enabled: false },
    },
    // The portal's limits are off here, so ours stand wide: they are the subject of other tests.
    env: { POST_SETTLE_MS: '600', REST_TIME_LIMIT_MS: '500', REST_PER_SECOND: '500', REST_BURST: '500' },
  });
  return { department: await foundDepartment(world), changes };
}

function theWorld(): GivenWorld {
  if (world === null) throw new Error('No world');
  return world;
}

/** Events arrive, the app works; at the end also both comparisons, twice, with a manager who decides what waits. */
async function letItSettle(wholly: boolean): Promise<void> {
  const { portal, app } = theWorld();
  await portal.control.flushEvents();
  await app.settle({ sweep: true, night: wholly });
  if (!wholly) return;
  decided += await decideEverything(theWorld());
  await app.settle({ sweep: true, night: true });
  decided += await decideEverything(theWorld());
}

async function issueReports(department: Department): Promise<void> {
  const { portal, app, appUrl } = theWorld();
  const admin = await openSession(portal, appUrl, 1);
  const cut = { at: 'day', day: dayOf(portal.control.clock().now, ZONE) };
  for (const clientId of department.groupsOf.keys()) {
    const seen = await admin.send('POST', `/clients/${clientId}/reports/preview`, { cut });
    const { position } = (seen.body as { model: { position: number } }).model;
    const body = { requestId: randomUUID(), cut, position };
    expect((await admin.send('POST', `/clients/${clientId}/reports`, body)).status).toBe(201);
  }
  await app.settle();
}

/** Recorded seconds per client and per entry are the portal's own, and no entry is counted twice. */
async function expectTruth(department: Department): Promise<void> {
  const { db } = theWorld().app.ground;
  for (const client of await clientsIn(theWorld())) {
    const { portal_id: portalId, client_id: clientId } = client;
    const truth = truthOf(theWorld(), department, clientId);
    const recorded = new Map<number, number>();
    for (const line of await readStanding(db, { portalId, clientId })) {
      if (line.entryId === null) continue;
      recorded.set(line.entryId, (recorded.get(line.entryId) ?? 0) + line.recordedSeconds);
    }
    const ours = [...recorded].filter(([, seconds]) => seconds !== 0).sort(([a], [b]) => a - b);
    const theirs = truth.map((entry) => [entry.id, entry.seconds] as const).sort(([a], [b]) => a - b);
    expect(ours).toEqual(theirs);
    const sum = truth.reduce((total, entry) => total + entry.seconds, 0);
    expect((await readKeptSums(db, portalId, clientId)).get('recorded') ?? 0).toBe(sum);
    expect((await verifyLedger(db, client)).faults).toEqual([]);
  }
}

async function expectOracle(department: Department): Promise<void> {
  const { app, portal } = theWorld();
  const today = dayOf(portal.control.clock().now, ZONE);
  for (const { portal_id: portalId, client_id: clientId } of await clientsIn(theWorld())) {
    const wanted = oracle(factsOf(theWorld(), department, clientId), today);
    const sums = await readKeptSums(app.ground.db, portalId, clientId);
    for (const [packageId, spent] of wanted.perPackage) {
      expect([packageId, sums.get(`package:${packageId}:spent`) ?? 0]).toEqual([packageId, spent]);
    }
    expect(sums.get('overage') ?? 0).toBe(wanted.overageSeconds);
    expect(sums.get('courtesy') ?? 0).toBe(wanted.courtesySeconds);
  }
}

/** Running everything again posts nothing. */
async function expectNothingMore(department: Department): Promise<void> {
  const before = (await clientsIn(theWorld())).map((client) => client.position);
  await letItSettle(true);
  expect((await clientsIn(theWorld())).map((client) => client.position)).toEqual(before);
  expect(before.length).toBe(department.groupsOf.size);
}

async function countIssues(): Promise<number> {
  const { db } = theWorld().app.ground;
  return (await db.selectFrom('issues').select('number').execute()).length;
}
