import { afterEach, describe, expect, it } from '@jest/globals';
import { connect, type Db } from '../../../server/base/db/index.js';
import { migratedDatabaseUrl } from '../../harness/databases.js';
import { givenInstalled, type GivenRest } from './given-rest.js';

const opened: { given: GivenRest; db: Db }[] = [];

async function installed(options: Parameters<typeof givenInstalled>[1] = {}): Promise<GivenRest> {
  const db = connect(await migratedDatabaseUrl('sqlite'));
  const given = await givenInstalled(db, options);
  opened.push({ given, db });
  return given;
}

afterEach(async () => {
  for (const { given, db } of opened.splice(0)) {
    await given.stop();
    await db.destroy();
  }
});

describe('a batch', () => {
  it('answers by name, the failed command too, with totals', async () => {
    const { portal, rest } = await installed();
    portal.control.createTask({ title: 'one' });
    const items = await rest.batch({
      portalId: portal.memberId,
      commands: {
        first: { method: 'tasks.task.list', params: { select: ['ID', 'TITLE'] } },
        broken: { method: 'no.such.method' },
        last: { method: 'profile' },
      },
    });
    expect(Object.keys(items)).toEqual(['first', 'broken', 'last']);
    expect(items['first']).toMatchObject({ ok: true, total: 1, error: null });
    expect(items['broken']).toMatchObject({
      ok: false,
      error: { outcome: 'refused', restCode: 'ERROR_METHOD_NOT_FOUND', method: 'no.such.method' },
    });
    expect(items['last']).toMatchObject({ ok: true, result: { ID: '1' } });
  });

  it('finds its answers under names that PHP would turn into a list', async () => {
    const { portal, rest } = await installed();
    const commands = { 0: { method: 'profile' }, 1: { method: 'app.info' } };
    const items = await rest.batch({ portalId: portal.memberId, commands });
    expect(items['0']?.result).toMatchObject({ ID: '1' });
    expect(items['1']?.result).toMatchObject({ CODE: 'supporthours.hours' });
  });

  it('says of commands after the first failure that they did not run, when it halts', async () => {
    const { portal, rest } = await installed();
    const items = await rest.batch({
      portalId: portal.memberId,
      halt: true,
      commands: {
        broken: { method: 'no.such.method' },
        never: { method: 'tasks.task.add', params: { fields: { TITLE: 'never', RESPONSIBLE_ID: 1 } } },
      },
    });
    expect(items['never']).toMatchObject({ ok: false, error: { outcome: 'not-run', restCode: 'HALTED' } });
    expect(portal.control.truth().tasks).toEqual([]);
  });

  it('pages positional methods with every argument in its place', async () => {
    const { portal, rest } = await installed();
    const task = portal.control.createTask({ title: 'one' });
    for (let at = 0; at < 60; at += 1)
      portal.control.addEntry({ taskId: task.id, userId: 1, seconds: at + 1 });
    const page = (iNumPage: number): { method: string; params: Record<string, unknown> } => ({
      method: 'task.elapseditem.getlist',
      params: {
        ORDER: { ID: 'asc' },
        FILTER: { '>ID': 0 },
        SELECT: ['*'],
        PARAMS: { NAV_PARAMS: { iNumPage } },
      },
    });
    const items = await rest.batch({ portalId: portal.memberId, commands: { a: page(1), b: page(2) } });
    expect(items['a']?.result).toHaveLength(50);
    expect(items['b']?.result).toHaveLength(10);
  });

  it('refuses an empty argument of a positional method, which would shift the others', async () => {
    const { portal, rest } = await installed();
    const commands = {
      a: { method: 'task.elapseditem.getlist', params: { ORDER: {}, FILTER: { '>ID': 0 } } },
    };
    await expect(rest.batch({ portalId: portal.memberId, commands })).rejects.toMatchObject({
      code: 'EMPTY_ARGUMENT',
    });
  });

  it('asks commands again that had no time left, when the portal frees their method', async () => {
    const { portal, rest } = await installed({ followClock: true });
    portal.control.addFault({ kind: 'operationLimit', methods: ['user.get'], times: 1 });
    const commands = { a: { method: 'user.get' }, b: { method: 'profile' } };
    const batch = rest.batch({ portalId: portal.memberId, commands, urgency: 'interactive' });
    setTimeout(() => void portal.control.setClock({ advanceMs: 11 * 60_000 }), 300);
    const items = await batch;
    expect(items['a']).toMatchObject({ ok: true, error: null });
    expect(items['b']?.ok).toBe(true);
    expect(rest.counts(portal.memberId)).toMatchObject({ 'user.get': 2 });
  });

  it('is never repeated after a lost answer when it writes, and is when it reads', async () => {
    const { portal, rest } = await installed();
    portal.control.addFault({ kind: 'answerLost', times: 1 });
    const write = { method: 'tasks.task.add', params: { fields: { TITLE: 'once', RESPONSIBLE_ID: 1 } } };
    const batch = rest.batch({ portalId: portal.memberId, commands: { write, read: { method: 'profile' } } });
    await expect(batch).rejects.toMatchObject({ outcome: 'unknown' });
    expect(portal.control.truth().tasks).toHaveLength(1);
    portal.control.addFault({ kind: 'answerLost', times: 1 });
    const items = await rest.batch({ portalId: portal.memberId, commands: { read: { method: 'profile' } } });
    expect(items['read']?.ok).toBe(true);
  });

  it('counts what it holds, and the request once', async () => {
    const { portal, rest } = await installed();
    const before = rest.counts(portal.memberId);
    const commands = { a: { method: 'profile' }, b: { method: 'profile' }, c: { method: 'app.info' } };
    await rest.batch({ portalId: portal.memberId, commands });
    const after = rest.counts(portal.memberId);
    const more = (name: string): number => (after[name] ?? 0) - (before[name] ?? 0);
    expect([more('http'), more('batch'), more('profile'), more('app.info')]).toEqual([1, 1, 2, 1]);
  });

  it('takes fifty commands and no more', async () => {
    const { portal, rest } = await installed();
    const many = (count: number): Record<string, { method: string }> =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`c${at}`, { method: 'profile' }]));
    expect(Object.keys(await rest.batch({ portalId: portal.memberId, commands: many(50) }))).toHaveLength(50);
    await expect(rest.batch({ portalId: portal.memberId, commands: many(51) })).rejects.toMatchObject({
      code: 'BATCH_TOO_LARGE',
    });
  });
});

describe('a visitor', () => {
  it('acts with their own token, which is never refreshed', async () => {
    const { portal, rest, installs } = await installed();
    const user = portal.control.createUser({ name: 'Анна', lastName: 'Иванова' });
    const page = portal.control.openApp({ userId: user.id });
    const { clientEndpoint } = await installs.read(portal.memberId, 'owner');
    const visit = {
      portalId: portal.memberId,
      clientEndpoint,
      accessToken: page.fields['AUTH_ID'] ?? '',
      commands: { app: { method: 'app.info' }, who: { method: 'profile' } },
    };
    const items = await rest.asVisitor(visit);
    expect(items['who']?.result).toMatchObject({ ID: String(user.id), ADMIN: false });
    portal.control.expireTokens({});
    portal.control.resetStats();
    await expect(rest.asVisitor(visit)).rejects.toMatchObject({ restCode: 'VISITOR_TOKEN_REFUSED' });
    expect(portal.control.stats().tokenRequests).toBe(0);
  });

  it('is not sent to an address that no auth server named', async () => {
    const { portal, rest } = await installed();
    const visit = { portalId: portal.memberId, accessToken: 'x', commands: { who: { method: 'profile' } } };
    for (const clientEndpoint of [
      'https://10.0.0.5/rest',
      'https://localhost/rest',
      'http://portal.example.com/rest',
    ]) {
      await expect(rest.asVisitor({ ...visit, clientEndpoint })).rejects.toMatchObject({
        code: 'ENDPOINT_REFUSED',
      });
    }
  });
});
