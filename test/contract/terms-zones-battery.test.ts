import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Db } from '../../server/base/db/index.js';
import { WHOLE_PORTAL } from '../../server/clients/index.js';
import { localDay } from '../given/ledger-days.js';
import { billedByEntry, oneAndAHalf, quarterPerTaskDay, tellTerms } from '../given/stored-terms.js';
import { type StoredLedger, storedLedger } from '../given/stored-ledger.js';
import { describeEachDatabase } from '../harness/databases.js';

/** Day numbers of the laws: day 0 is 1 March 2026. */
const APRIL_1 = 31;

describeEachDatabase('work, terms and rounding by the client’s own days', (given) => {
  let db: Db;
  let portal: StoredLedger;
  let portals = 0;
  beforeAll(async () => {
    db = await given.freshDatabase();
  });
  beforeEach(() => {
    portal = storedLedger(db, `portal-${(portals += 1)}`);
    portal.setDay(300);
  });

  /** A client of that zone; the portal itself sits ten hours east of Greenwich. */
  async function clientIn(zone: string): Promise<number> {
    const texts = { client_endpoint: '', auth_endpoint: '', scope: '', language: 'ru' };
    await db
      .insertInto('portals')
      .values({
        ...{ portal_id: portal.portalId, ...texts, time_zone: 'Asia/Vladivostok', state: 'installed' },
        ...{ application_token_sealed: null, card: 'old', app_version: 1 },
        ...{ created_at: 1, installed_at: 1, uninstalled_at: null },
      })
      .execute();
    const clientId = await portal.addClient();
    await db
      .updateTable('clients')
      .set({ time_zone: zone })
      .where('portal_id', '=', portal.portalId)
      .execute();
    return clientId;
  }

  /** Five minutes at each of these instants, entries 1, 2, … of one task; what each day and entry is billed. */
  async function work(clientId: number, instants: string[]) {
    for (const [index, instant] of instants.entries())
      await portal.work({ entryId: index + 1, seconds: 300, workedAt: Date.parse(instant) });
    await portal.post(clientId);
    const standing = (await portal.standing(clientId)).filter((line) => line.entryId !== null);
    const days = new Map(standing.map((line) => [line.entryId, line.workDay]));
    const billed = billedByEntry(standing);
    return instants.map((_at, index) => [days.get(index + 1), (billed[index + 1] ?? 0) / 60]);
  }

  it('a month ends at the client’s midnight: three hours west, on a portal ten hours east', async () => {
    const clientId = await clientIn('America/Sao_Paulo');
    await tellTerms(portal, WHOLE_PORTAL, APRIL_1, oneAndAHalf);
    // Midnight of the client is 03:00 in Greenwich and 13:00 of 1 April in Vladivostok.
    expect(await work(clientId, ['2026-04-01T02:59:59Z', '2026-04-01T03:00:00Z'])).toEqual([
      ['2026-03-31', 5],
      ['2026-04-01', 7.5],
    ]);
  });

  it('a week ends at the client’s midnight, and with it the task’s group', async () => {
    const clientId = await clientIn('America/Sao_Paulo');
    await tellTerms(portal, clientId, 0, quarterPerTaskDay);
    // Sunday 5 April 23:50 and 23:59, Monday 6 April 00:00 and 00:10.
    const instants = ['2026-04-06T02:50Z', '2026-04-06T02:59Z', '2026-04-06T03:00Z', '2026-04-06T03:10Z'];
    expect(await work(clientId, instants)).toEqual([
      ['2026-04-05', 15],
      ['2026-04-05', 0],
      ['2026-04-06', 15],
      ['2026-04-06', 0],
    ]);
  });

  it('the day on which summer time begins has 23 hours', async () => {
    const clientId = await clientIn('Europe/Berlin');
    await tellTerms(portal, clientId, 0, quarterPerTaskDay);
    // 29 March 2026: 00:00 is 23:00 of the 28th in Greenwich, 24:00 is 22:00.
    const instants = [
      ...['2026-03-28T22:59Z', '2026-03-28T23:00Z', '2026-03-29T00:59Z', '2026-03-29T01:00Z'],
      ...['2026-03-29T21:59Z', '2026-03-29T22:00Z'],
    ];
    expect(await work(clientId, instants)).toEqual([
      ['2026-03-28', 15],
      ['2026-03-29', 15],
      ['2026-03-29', 0],
      ['2026-03-29', 0],
      ['2026-03-29', 15],
      ['2026-03-30', 15],
    ]);
  });

  it('the day on which summer time ends has 25, and its doubled hour is one', async () => {
    const clientId = await clientIn('Europe/Berlin');
    await tellTerms(portal, clientId, 0, quarterPerTaskDay);
    // 25 October 2026: 02:30 comes twice, at 00:30 and at 01:30 in Greenwich; the day ends at 23:00.
    const instants = [
      ...['2026-10-24T21:59Z', '2026-10-24T22:00Z', '2026-10-25T00:30Z', '2026-10-25T01:30Z'],
      ...['2026-10-25T22:59Z', '2026-10-25T23:00Z'],
    ];
    expect(await work(clientId, instants)).toEqual([
      ['2026-10-24', 15],
      ['2026-10-25', 15],
      ['2026-10-25', 0],
      ['2026-10-25', 0],
      ['2026-10-25', 15],
      ['2026-10-26', 15],
    ]);
  });

  it('terms that begin on the day of the change begin at its local midnight', async () => {
    const clientId = await clientIn('Europe/Berlin');
    await tellTerms(portal, clientId, APRIL_1 - 3, oneAndAHalf);
    expect(localDay(APRIL_1 - 3)).toBe('2026-03-29');
    expect(await work(clientId, ['2026-03-28T22:59:59Z', '2026-03-28T23:00:00Z'])).toEqual([
      ['2026-03-28', 5],
      ['2026-03-29', 7.5],
    ]);
  });
});
