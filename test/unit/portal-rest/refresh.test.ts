import { expect, it } from '@jest/globals';
import { createInstalls, uninstall } from '../../../server/portal/installs/index.js';
import { createPortalRest, pruneRestCalls, type StoredTokens } from '../../../server/portal/rest/index.js';
import { describeEachDatabase } from '../../harness/databases.js';
import { givenInstalled } from './given-rest.js';

describeEachDatabase('a refresh', (database) => {
  it('happens once when several processes find the token expired', async () => {
    const db = await database.freshDatabase();
    const { portal, ground, stop } = await givenInstalled(db);
    // Each has its own memory; they share the database only.
    const processes = Array.from({ length: 4 }, () => createPortalRest(ground, createInstalls(ground)));
    portal.control.expireTokens({});
    await Promise.all(
      processes.flatMap((rest) => [
        rest.call({ portalId: portal.memberId, method: 'profile' }),
        rest.call({ portalId: portal.memberId, method: 'app.info' }),
      ]),
    );
    expect(portal.control.stats().tokenRequests).toBe(1);
    await Promise.all(processes.map((rest) => rest.flush()));
    await stop();
  });

  it('is stored before anybody gets it, and a failed one frees the way', async () => {
    const db = await database.freshDatabase();
    const { portal, installs, stop } = await givenInstalled(db);
    const seen = await installs.read(portal.memberId, 'owner');
    const failing = installs.refresh(portal.memberId, 'owner', seen, () =>
      Promise.reject(new Error('no line')),
    );
    await expect(failing).rejects.toThrow('no line');
    const fresh = (tokens: StoredTokens): Promise<StoredTokens> =>
      Promise.resolve({ ...tokens, accessToken: 'new-access', refreshToken: 'new-refresh' });
    await installs.refresh(portal.memberId, 'owner', seen, fresh);
    expect(await installs.read(portal.memberId, 'owner')).toMatchObject({
      accessToken: 'new-access',
      refreshToken: 'new-refresh',
    });
    const again = await installs.refresh(portal.memberId, 'owner', seen, () =>
      Promise.reject(new Error('not asked')),
    );
    expect(again.accessToken).toBe('new-access');
    await stop();
  });

  it('does not bring back the tokens of a portal that was removed meanwhile', async () => {
    const db = await database.freshDatabase();
    const { portal, installs, ground, stop } = await givenInstalled(db);
    const seen = await installs.read(portal.memberId, 'owner');
    const refreshing = installs.refresh(portal.memberId, 'owner', seen, async (tokens) => {
      const removal = { portalId: portal.memberId, clean: true };
      await db.transaction().execute((tx) => uninstall(tx, ground.clock, removal));
      return { ...tokens, accessToken: 'new-access' };
    });
    await expect(refreshing).rejects.toMatchObject({ code: 'PORTAL_NOT_READY' });
    expect(await db.selectFrom('portal_tokens').selectAll().execute()).toEqual([]);
    await stop();
  });
});

describeEachDatabase('the journal', (database) => {
  it('keeps three days', async () => {
    const db = await database.freshDatabase();
    const { portal, rest, stop } = await givenInstalled(db);
    await rest.call({ portalId: portal.memberId, method: 'profile' });
    await rest.flush();
    const rows = await db.selectFrom('rest_calls').selectAll().execute();
    expect(rows.map((row) => [row.method, row.status])).toEqual([
      ['batch', 200],
      ['profile', 200],
    ]);
    const days = (count: number): number => Date.now() + count * 24 * 3_600_000;
    expect(await pruneRestCalls(db, days(2.9))).toBe(0);
    expect(await pruneRestCalls(db, days(3.1))).toBe(2);
    await stop();
  });
});
