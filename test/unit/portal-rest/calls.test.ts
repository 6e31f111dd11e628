import { afterEach, describe, expect, it } from '@jest/globals';
import type { RestError } from '../../../server/portal/rest/index.js';
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

/** The error of a call that must fail. */
async function failureOf(call: Promise<unknown>): Promise<RestError> {
  return call.then(
    () => Promise.reject(new Error('The call did not fail')),
    (error: RestError) => error,
  );
}

describe('a call', () => {
  it('answers with result, total and next, and when it was asked', async () => {
    const { portal, rest } = await installed();
    for (let at = 0; at < 51; at += 1) portal.control.createTask({ title: `t${at}` });
    const before = Date.now();
    const answer = await rest.call({ portalId: portal.memberId, method: 'tasks.task.list' });
    expect(answer.total).toBe(51);
    expect(answer.next).toBe(50);
    expect(answer.askedAt).toBeGreaterThanOrEqual(before);
    expect((answer.result as { tasks: unknown[] }).tasks).toHaveLength(50);
  });

  it('is one request to an address without a double slash', async () => {
    const { portal, rest } = await installed();
    await rest.call({ portalId: portal.memberId, method: 'profile' });
    expect(portal.control.stats()).toMatchObject({ restRequests: 1 });
    expect(rest.counts(portal.memberId)).toMatchObject({ http: 2, profile: 2 });
  });

  it('refreshes an expired token once for many calls of both versions, and asks again', async () => {
    const { portal, rest, installs } = await installed();
    const task = portal.control.createTask({ title: 'one' });
    const before = await installs.read(portal.memberId, 'owner');
    portal.control.expireTokens({});
    const v3 = { method: 'tasks.task.get', version: 'v3' as const, params: { id: task.id, select: ['id'] } };
    await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        rest.call({ portalId: portal.memberId, ...(at % 2 === 0 ? { method: 'profile' } : v3) }),
      ),
    );
    expect(portal.control.stats().tokenRequests).toBe(1);
    const after = await installs.read(portal.memberId, 'owner');
    expect(after.refreshToken).not.toBe(before.refreshToken);
    await rest.call({ portalId: portal.memberId, method: 'profile' });
    expect(portal.control.stats().tokenRequests).toBe(1);
  });

  it('sends a write again after a refresh, because a refused token ran nothing', async () => {
    const { portal, rest } = await installed();
    portal.control.expireTokens({});
    await rest.call({ portalId: portal.memberId, method: 'tasks.task.add', params: newTask('once') });
    expect(titles(portal)).toEqual(['once']);
  });

  it('waits and asks again after 503, also for a write', async () => {
    const { portal, rest } = await installed();
    portal.control.addFault({ kind: 'queryLimit', times: 2 });
    await rest.call({ portalId: portal.memberId, method: 'tasks.task.add', params: newTask('late') });
    expect(titles(portal)).toEqual(['late']);
    expect(portal.control.stats().restRequests).toBe(3);
  });

  it('gives a write up as not run when the time in which it may leave is over', async () => {
    const { portal, rest } = await installed({ env: { POST_SETTLE_MS: '600' } });
    portal.control.addFault({ kind: 'queryLimit' });
    const error = await failureOf(
      rest.call({ portalId: portal.memberId, method: 'tasks.task.add', params: newTask('never') }),
    );
    expect(error).toMatchObject({ outcome: 'not-run', restCode: 'QUERY_LIMIT_EXCEEDED' });
    expect(titles(portal)).toEqual([]);
  });

  it.each(['answerLost', 'halfWritten'] as const)('never repeats a write after %s', async (kind) => {
    const { portal, rest } = await installed();
    portal.control.addFault({ kind, methods: ['tasks.task.add'], times: 1 });
    const error = await failureOf(
      rest.call({ portalId: portal.memberId, method: 'tasks.task.add', params: newTask('once') }),
    );
    expect(error.outcome).toBe('unknown');
    expect(titles(portal)).toEqual(['once']);
  });

  it.each(['html200', 'html502', 'serverError', 'reset'] as const)(
    'calls %s unknown for a write, and reads again for a read',
    async (kind) => {
      const { portal, rest } = await installed();
      portal.control.addFault({ kind, times: 2 });
      const write = rest.call({ portalId: portal.memberId, method: 'tasks.task.add', params: newTask('x') });
      expect((await failureOf(write)).outcome).toBe('unknown');
      const read = await rest.call({ portalId: portal.memberId, method: 'profile' });
      expect(read.result).toMatchObject({ ID: '1' });
    },
  );

  it('calls a refusal refused, with the code and words of the platform', async () => {
    const { portal, rest } = await installed();
    const error = await failureOf(rest.call({ portalId: portal.memberId, method: 'no.such.method' }));
    expect(error).toMatchObject({ outcome: 'refused', restCode: 'ERROR_METHOD_NOT_FOUND', httpStatus: 404 });
    const sealed = await failureOf(
      rest.call({ portalId: portal.memberId, method: 'task.elapseditem.add', params: [999, { SECONDS: 5 }] }),
    );
    expect(sealed.outcome).toBe('refused');
  });

  it('says not run when nobody listens at the address', async () => {
    const { portal, rest } = await installed();
    await portal.stop();
    const error = await failureOf(
      rest.call({ portalId: portal.memberId, method: 'tasks.task.add', params: newTask('x') }),
    );
    expect(error).toMatchObject({ outcome: 'not-run', restCode: 'ECONNREFUSED' });
  });

  it('gives up a silent portal after its time limit, unknown', async () => {
    const { portal, rest } = await installed();
    portal.control.addFault({ kind: 'hang', methods: ['tasks.task.add'] });
    const call = {
      portalId: portal.memberId,
      method: 'tasks.task.add',
      params: newTask('x'),
      timeLimitMs: 200,
    };
    expect((await failureOf(rest.call(call))).outcome).toBe('unknown');
  });

  it('pauses a method after 429 until the portal frees it, and no other method', async () => {
    const limits = { operatingSeconds: 0.1, operatingCharge: { fixedSeconds: 0.06 } };
    const { portal, rest } = await installed({ portal: { limits }, env: { POST_SETTLE_MS: '3000' } });
    const call = { portalId: portal.memberId, urgency: 'interactive' as const };
    await rest.call({ ...call, method: 'user.get' });
    await rest.call({ ...call, method: 'user.get' });
    const writeBudget = { ...call, repeatable: false, method: 'user.get' };
    portal.control.resetStats();
    const error = await failureOf(rest.call(writeBudget));
    expect(error).toMatchObject({ outcome: 'not-run', restCode: 'OPERATION_TIME_LIMIT' });
    expect(error.retry).toEqual({ afterMs: expect.any(Number) });
    expect(portal.control.stats().restRequests).toBe(1);
    await rest.call({ ...call, method: 'sonet_group.get' });
  });

  it('sends the Idempotency-Key of a v3 call, so that the portal runs it once', async () => {
    const { portal, rest } = await installed();
    const task = portal.control.createTask({ title: 'report', createdBy: 1, responsibleId: 1 });
    const send = {
      portalId: portal.memberId,
      method: 'tasks.task.chat.message.send',
      version: 'v3' as const,
      params: { fields: { taskId: task.id, text: 'hello' } },
      idempotencyKey: 'report-1-part-1',
    };
    portal.control.expireTokens({});
    await rest.call(send);
    await rest.call(send);
    await rest.call({ ...send, idempotencyKey: 'report-1-part-2' });
    expect(portal.control.posts({ taskId: task.id })).toHaveLength(2);
  });

  it('keeps below the bucket of the portal, people first', async () => {
    const { portal, rest } = await installed({
      portal: { limits: { ratePerSecond: 20, burst: 20 } },
      env: { REST_PER_SECOND: '20', REST_BURST: '20' },
    });
    const order: string[] = [];
    const ask = (urgency: 'interactive' | 'background'): Promise<void> =>
      rest
        .call({ portalId: portal.memberId, method: 'profile', urgency })
        .then(() => void order.push(urgency));
    await Promise.all([...Array.from({ length: 40 }, () => ask('background')), ask('interactive')]);
    expect(portal.control.stats().statuses['503']).toBeUndefined();
    expect(order.indexOf('interactive')).toBeLessThan(25);
  });
});

describe('a portal that was renamed', () => {
  it('is followed to the address the auth server names; a write is sent there, once', async () => {
    const { portal, rest, installs } = await installed();
    await portal.control.renamePortal({});
    await rest.call({ portalId: portal.memberId, method: 'tasks.task.add', params: newTask('moved') });
    expect(titles(portal)).toEqual(['moved']);
    expect((await installs.read(portal.memberId, 'owner')).clientEndpoint).toBe(`${portal.url}/rest`);
  });

  it('is found for a visitor as well', async () => {
    const { portal, rest, installs } = await installed();
    const { clientEndpoint } = await installs.read(portal.memberId, 'owner');
    const page = portal.control.openApp({ userId: 1 });
    await portal.control.renamePortal({});
    const items = await rest.asVisitor({
      portalId: portal.memberId,
      clientEndpoint,
      accessToken: page.fields['AUTH_ID'] ?? '',
      commands: { who: { method: 'profile' } },
    });
    expect(items['who']?.result).toMatchObject({ ID: '1' });
  });
});

describe('a token that is dead', () => {
  it('is marked, and nothing is asked any more', async () => {
    const { portal, rest, installs } = await installed();
    portal.control.killRefreshTokens({});
    portal.control.expireTokens({});
    const error = await failureOf(rest.call({ portalId: portal.memberId, method: 'profile' }));
    expect(error).toMatchObject({ outcome: 'not-run', restCode: 'TOKEN_REFUSED' });
    portal.control.resetStats();
    const again = await failureOf(rest.call({ portalId: portal.memberId, method: 'profile' }));
    expect(again.restCode).toBe('PORTAL_NOT_READY');
    expect(portal.control.stats().restRequests).toBe(0);
    await expect(installs.read(portal.memberId, 'posting')).rejects.toMatchObject({
      code: 'PORTAL_NOT_READY',
    });
  });

  it('is not marked when only the auth server is out of order', async () => {
    const { portal, rest } = await installed();
    portal.control.expireTokens({});
    portal.auth.outage = { status: 502, body: '<html></html>' };
    const error = await failureOf(rest.call({ portalId: portal.memberId, method: 'profile' }));
    expect(error).toMatchObject({ outcome: 'not-run', restCode: 'AUTH_SERVER_UNAVAILABLE', retry: 'later' });
    portal.auth.outage = null;
    expect((await rest.call({ portalId: portal.memberId, method: 'profile' })).result).toMatchObject({
      ID: '1',
    });
  });
});

function newTask(title: string): Record<string, unknown> {
  return { fields: { TITLE: title, RESPONSIBLE_ID: 1 } };
}

function titles(portal: GivenRest['portal']): string[] {
  return portal.control.truth().tasks.map((task) => task.title);
}
