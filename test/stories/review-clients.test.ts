import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { connect } from '../../server/base/db/index.js';
import { lockClient } from '../../server/clients/index.js';
import { readClientRows } from '../../server/http/client-screen-view.js';
import { verifyLedger } from '../../server/ledger/index.js';
import { balanceOf, post, type SmallDepartment, smallDepartment, TODAY } from '../given/review-client.js';
import { eachDatabase } from '../harness/databases.js';
import { compiledApp } from '../harness/run-command.js';

const run = promisify(execFile);
const open: SmallDepartment[] = [];
afterEach(async () => {
  for (const department of open.splice(0)) await department.world.stop();
});

async function given(databaseUrl: string): Promise<SmallDepartment> {
  const department = await smallDepartment({ databaseUrl });
  open.push(department);
  return department;
}

async function faultsOf({ world }: SmallDepartment, clientId: number): Promise<string[]> {
  const { db } = world.app.ground;
  return db.transaction().execute(async (tx) => {
    const client = await lockClient(tx, world.portal.memberId, clientId);
    return (await verifyLedger(tx, client)).faults;
  });
}

/** In a process of its own; the number of migrations it applied. */
async function migrateElsewhere(url: string): Promise<number> {
  const code = `
    import { connect, migrate } from './server/base/db/index.js';
    const db = connect(${JSON.stringify(url)});
    console.log((await migrate(db)).length);
    await db.destroy();`;
  const started = { cwd: compiledApp() ?? undefined };
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code], started);
  return Number(stdout);
}

eachDatabase((database) => {
  it('time tracked on the report task is nobody’s bill', async () => {
    const department = await given(await database.migratedUrl());
    const { world, admin, clientId, work } = department;
    await work(2);
    await post(admin, clientId, TODAY);
    await world.app.settle();
    const { reportTaskId } = (await admin.get(`/clients/${clientId}`)).body as { reportTaskId: number };
    expect(reportTaskId).toBeGreaterThan(0);
    await work(5, { taskId: reportTaskId });
    expect(await balanceOf(admin, clientId)).toMatchObject({ recordedSeconds: 7200, overageSeconds: 7200 });
  });

  it('hours of a development or free-support group are in no ledger', async () => {
    const { world, admin, clientId, work } = await given(await database.migratedUrl());
    const groupId = world.portal.control.createGroup({ name: 'Разработка' }).id;
    const taskId = world.portal.control.createTask({ title: 'Ошибка модуля', groupId }).id;
    await admin.send('PUT', '/portal/special-groups', { groups: [{ groupId, part: 'development' }] });
    await work(1);
    await work(4, { taskId });
    expect(await balanceOf(admin, clientId)).toMatchObject({ recordedSeconds: 3600, courtesySeconds: 0 });
  });

  it('a task that moves to another client after its report takes its hours along as a correction, once', async () => {
    const department = await given(await database.migratedUrl());
    const { world, admin, clientId, taskId, work, sell, addClient } = department;
    const { control } = world.portal;
    const groupId = control.createGroup({ name: 'Запчасти' }).id;
    const otherId = await addClient('Запчасти', groupId);
    await sell(10);
    await work(3);
    await post(admin, clientId, TODAY);
    await world.app.settle();
    control.setClock({ advanceMs: 60_000 });
    control.moveTask({ id: taskId, groupId });
    await world.app.settle({ sweep: true });
    const health = (await admin.get('/portal/health')).body as { moves: { moveId: string }[] };
    expect(health.moves).toHaveLength(1);
    expect(await balanceOf(admin, otherId)).toMatchObject({ recordedSeconds: 0 });
    const decision = { requestId: crypto.randomUUID(), confirm: true, withEarlier: true };
    await admin.send('POST', `/portal/moves/${health.moves[0]?.moveId ?? ''}/decide`, decision);
    for (let times = 0; times < 2; times += 1) await world.app.settle({ sweep: true, night: true });
    expect(await balanceOf(admin, clientId)).toMatchObject({ balanceSeconds: 36_000, recordedSeconds: 0 });
    expect(await balanceOf(admin, otherId)).toMatchObject({
      balanceSeconds: -10_800,
      recordedSeconds: 10_800,
    });
    for (const id of [clientId, otherId]) expect(await faultsOf(department, id)).toEqual([]);
  });

  it('the Clients screen asks the database as often for fifty clients as for one', async () => {
    const { world, clientId, work } = await given(await database.migratedUrl());
    const portalId = world.portal.memberId;
    const { db, clock } = world.app.ground;
    await work(2);
    let asked = 0;
    const counted = db.withPlugin({
      transformQuery: ({ node }) => {
        asked += 1;
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    });
    const visitor = { portalId, userId: 1, role: 'administrator' as const, isAdmin: true, name: '' };
    const [only] = await readClientRows(counted, visitor, clock.now());
    expect(only?.weeklyBurnSeconds).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7200]);
    const forOne = asked;
    const first = await db
      .selectFrom('clients')
      .selectAll()
      .where('client_id', '=', clientId)
      .executeTakeFirstOrThrow();
    const more = Array.from({ length: 49 }, (_, at) => ({ ...first, client_id: 100 + at, position: 0 }));
    await db.insertInto('clients').values(more).execute();
    asked = 0;
    expect(await readClientRows(counted, visitor, clock.now())).toHaveLength(50);
    expect(asked).toBe(forOne);
    expect(asked).toBeLessThanOrEqual(14);
  });

  it('several processes may bring an empty database up to date at the same moment', async () => {
    const url = await database.freshUrl();
    const applied = await Promise.all(Array.from({ length: 4 }, () => migrateElsewhere(url)));
    expect(applied.filter((count) => count > 0)).toHaveLength(1);
  });

  if (database.dialect === 'postgres') {
    it('a server that ends idle connections does not end the app', async () => {
      const url = await database.freshUrl();
      const [db, killer] = [connect(url), connect(url)];
      try {
        const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
        await sql`select pg_terminate_backend(${rows[0]?.pid ?? 0})`.execute(killer);
        await new Promise((resolve) => setTimeout(resolve, 300));
        expect((await sql<{ one: number }>`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
      } finally {
        await Promise.all([db.destroy(), killer.destroy()]);
      }
    });
  }
});
