import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { keep } from '../../server/events.js';
import { readNewEntries } from '../../server/portal/mirror/index.js';
import { fireDueReports } from '../../server/reports/index.js';
import { live, post, type SmallDepartment, smallDepartment, tick, TODAY } from '../given/review-client.js';
import { eachDatabase } from '../harness/databases.js';

const HOUR = 3_600_000;
const open: SmallDepartment[] = [];
afterEach(async () => {
  for (const department of open.splice(0)) await department.world.stop();
});

async function given(options: Parameters<typeof smallDepartment>[0] = {}): Promise<SmallDepartment> {
  const department = await smallDepartment(options);
  open.push(department);
  return department;
}

describe('an hour of the app in a quiet portal', () => {
  it('costs no more requests than the goal allows', async () => {
    const { world } = await given({ now: `${TODAY}T12:00:00+03:00` });
    await tick(world.app);
    const { control } = world.portal;
    control.resetStats();
    await live(world, { ms: HOUR, stepMs: 60_000 });
    const { restRequests } = control.stats();
    expect(restRequests).toBeGreaterThanOrEqual(60);
    expect(restRequests).toBeLessThanOrEqual(90);
  });

  it('costs few more when the portal refuses everything that is asked on a timetable', async () => {
    const { world } = await given({ now: `${TODAY}T12:00:00+03:00` });
    const { control } = world.portal;
    control.addFault({ kind: 'refuseRights', share: 1 });
    control.resetStats();
    await live(world, { ms: HOUR / 12, stepMs: 3_000 });
    expect(control.stats().restRequests).toBeLessThanOrEqual(25);
  });
});

eachDatabase((database) => {
  it('a due report that fails holds up no other', async () => {
    const { world, admin, clientId, work } = await given({ databaseUrl: await database.migratedUrl() });
    const { db, clock } = world.app.ground;
    const portalId = world.portal.memberId;
    await work(2);
    const rule = { every: 'week', weekday: 2, time: '10:00' };
    const schedule = { requestId: randomUUID(), rule, automatic: false };
    await admin.send('POST', `/clients/${clientId}/schedules`, schedule);
    await db
      .insertInto('reports')
      .values({
        ...{ portal_id: portalId, client_id: 999, report_id: 'lost', cause: 'exhausted:1', state: 'planned' },
        ...{ cut: '{}', due_at: 0, position: null, model: null, number: null },
        ...{ created_at: 0, updated_at: 0, action_id: null },
      })
      .execute();
    world.portal.control.setClock({ advanceMs: 26 * HOUR });
    await world.app.settle();
    expect(clock.now()).toBeGreaterThan(Date.parse(`${TODAY}T10:00:00+03:00`));
    await fireDueReports(world.app.ground, portalId);
    const drafts = db.selectFrom('reports').select(['client_id', 'state']).where('client_id', '=', clientId);
    expect(await drafts.execute()).toEqual([{ client_id: clientId, state: 'draft' }]);
  });

  it('a schedule that was missed three times fires once, up to the newest occurrence', async () => {
    const { world, admin, clientId, work } = await given({ databaseUrl: await database.migratedUrl() });
    const { db } = world.app.ground;
    await work(2);
    const rule = { every: 'week', weekday: 2, time: '10:00' };
    const schedule = { requestId: randomUUID(), rule, automatic: true };
    await admin.send('POST', `/clients/${clientId}/schedules`, schedule);
    world.portal.control.setClock({ advanceMs: 17 * 24 * HOUR });
    await world.app.settle();
    for (let times = 0; times < 2; times += 1) await fireDueReports(world.app.ground, world.portal.memberId);
    const rows = await db.selectFrom('reports').select(['state', 'cut']).execute();
    expect(rows).toEqual([{ state: 'issued', cut: JSON.stringify({ at: 'day', day: '2026-03-16' }) }]);
  });

  it('a package that waiting hours use up the moment it is sold gets its draft', async () => {
    const { world, work, sell } = await given({ databaseUrl: await database.migratedUrl() });
    await work(3);
    await sell(2);
    const { db } = world.app.ground;
    const planned = await db.selectFrom('reports').select(['cause', 'state', 'due_at']).execute();
    expect(planned).toEqual([
      { cause: 'exhausted:1', state: 'planned', due_at: Date.parse('2026-03-03T10:00:00+03:00') },
    ]);
    await live(world, { ms: 26 * HOUR, stepMs: HOUR });
    expect(await db.selectFrom('reports').select(['cause', 'state']).execute()).toEqual([
      { cause: 'exhausted:1', state: 'draft' },
    ]);
  });

  it('what was asked before an uninstall with CLEAN is not written after it', async () => {
    const { world, taskId, userId } = await given({ databaseUrl: await database.migratedUrl() });
    const { ground, stage } = world.app;
    const { control, memberId: portalId } = world.portal;
    control.addEntry({ taskId, userId, seconds: 900, comment: 'тайна' });
    const readings = await readNewEntries(ground, stage.rest, portalId);
    if (!readings) throw new Error('Nothing new');
    control.uninstallApp({ clean: true });
    await control.flushEvents();
    await expect(keep(stage, portalId, readings)).rejects.toMatchObject({ code: 'PORTAL_GONE' });
    await world.app.stage.rest.flush();
    expect(await rowsLeft(world.app.ground.db, portalId)).toEqual({ erasures: 1 });
  });

  it('after a removal that keeps the data, a new install goes on: nothing is posted in between, nothing is lost', async () => {
    const department = await given({ databaseUrl: await database.migratedUrl() });
    const { world, admin, clientId, taskId, userId, work } = department;
    const { control } = world.portal;
    const { db } = world.app.ground;
    await work(2);
    expect(await post(admin, clientId, TODAY)).toBe(201);
    control.uninstallApp({ clean: false });
    await control.flushEvents();
    control.addEntry({ taskId, userId, seconds: 3600, workedAt: `${TODAY}T08:30:00+03:00` });
    await live(world, { ms: 2 * HOUR, stepMs: HOUR / 2 });
    expect(control.posts()).toEqual([]);
    await world.install();
    await world.app.settle({ sweep: true });
    expect(control.posts().filter((one) => one.text !== '')).toHaveLength(1);
    const sums = db.selectFrom('kept_sums').select('seconds').where('account', '=', 'recorded');
    expect(await sums.executeTakeFirst()).toEqual({ seconds: 3 * 3600 });
  });
});

async function rowsLeft(
  db: SmallDepartment['world']['app']['ground']['db'],
  portalId: string,
): Promise<Record<string, number>> {
  const left: Record<string, number> = {};
  for (const { name } of await db.introspection.getTables()) {
    if (name.startsWith('kysely_') || name === 'erasure_permits') continue;
    const found = await sql<{
      n: number;
    }>`select count(*) as n from ${sql.table(name)} where portal_id = ${portalId}`.execute(db);
    const rows = Number(found.rows[0]?.n ?? 0);
    if (rows > 0) left[name] = rows;
  }
  return left;
}
