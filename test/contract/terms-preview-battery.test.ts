import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Db } from '../../server/base/db/index.js';
import { defaultTerms } from '../../server/base/terms.js';
import { WHOLE_PORTAL, readTermsVersions } from '../../server/clients/index.js';
import { previewPortalTerms } from '../../server/ledger/preview-portal-terms.js';
import { instant, localDay } from '../given/ledger-days.js';
import {
  billedByEntry,
  clientWithWork,
  oneAndAHalf,
  previewOf,
  quarterUp,
  tellTerms,
} from '../given/stored-terms.js';
import { type StoredLedger, storedLedger } from '../given/stored-ledger.js';
import { describeEachDatabase } from '../harness/databases.js';

describeEachDatabase('a preview of terms', (given) => {
  let db: Db;
  let portal: StoredLedger;
  let portals = 0;
  beforeAll(async () => {
    db = await given.freshDatabase();
  });
  beforeEach(() => {
    portal = storedLedger(db, `portal-${(portals += 1)}`);
  });
  const versionsOf = async (clientId: number) =>
    (await readTermsVersions(db, portal.portalId, clientId)).inForce;
  const billed = async (clientId: number) => billedByEntry(await portal.standing(clientId));

  it('posts nothing and says what saving then does', async () => {
    const clientId = await clientWithWork(portal);
    await portal.sell(clientId, { sizeSeconds: 1500 });
    const before = await portal.client(clientId);
    const lines = await portal.standing(clientId);
    const preview = await previewOf(portal, clientId, 5, quarterUp);
    expect(await portal.client(clientId)).toEqual(before);
    expect(await portal.standing(clientId)).toEqual(lines);
    expect(await versionsOf(clientId)).toHaveLength(1);
    expect(preview).toMatchObject({
      before: { recordedSeconds: 1800, billedSeconds: 1800, courtesySeconds: 0, overageSeconds: 300 },
      after: { recordedSeconds: 1800, billedSeconds: 2400, courtesySeconds: 0, overageSeconds: 900 },
      ...{ entries: 3, differing: 2, issuedLinesKept: 0, moreLines: 0 },
      onSave: { beforeSeconds: 1800, afterSeconds: 2400, entries: 2 },
    });
    expect(
      preview.lines.map(({ entryId, day, before: was, after, why }) => [
        ...[entryId, day, was.billedSeconds, after.billedSeconds, why],
      ]),
    ).toEqual([
      [12, localDay(5), 600, 900, ['rounding']],
      [13, localDay(7), 600, 900, ['rounding']],
    ]);
    await tellTerms(portal, clientId, 5, quarterUp);
    await portal.post(clientId);
    const now = await portal.standing(clientId);
    expect(billedByEntry(now)).toEqual({ 11: 600, 12: 900, 13: 900 });
    expect(sumOf(now, 'overage')).toBe(preview.after.overageSeconds);
    expect(sumOf(now, 'overage') + sumOf(now, 'spend')).toBe(preview.onSave.afterSeconds);
  });

  it('replays issued work too, and tells what a save leaves as it is', async () => {
    const clientId = await clientWithWork(portal);
    await portal.issue(clientId, { until: instant(6) });
    const preview = await previewOf(portal, clientId, 0, oneAndAHalf);
    expect([preview.before.billedSeconds, preview.after.billedSeconds]).toEqual([1800, 2700]);
    expect(preview.lines.map((line) => [line.entryId, line.reportNumber])).toEqual([
      [11, 1],
      [12, 1],
      [13, null],
    ]);
    expect(preview).toMatchObject({
      issuedLinesKept: 2,
      onSave: { beforeSeconds: 1800, afterSeconds: 2100, entries: 1 },
    });
    await tellTerms(portal, clientId, 0, oneAndAHalf);
    await portal.post(clientId);
    expect(await billed(clientId)).toEqual({ 11: 600, 12: 600, 13: 900 });
  });

  it('of what was saved already differs in nothing', async () => {
    const clientId = await clientWithWork(portal);
    await tellTerms(portal, clientId, 0, quarterUp);
    await portal.post(clientId);
    expect(await previewOf(portal, clientId, 0, quarterUp)).toMatchObject({ differing: 0, lines: [] });
  });

  it('of the portal’s terms goes through its clients in steps', async () => {
    const [first, second] = [await clientWithWork(portal), await clientWithWork(portal)];
    await tellTerms(portal, second, 0, defaultTerms);
    const wanted = {
      ...{ terms: quarterUp, effectiveFrom: localDay(0), from: localDay(0), to: localDay(6) },
    };
    const ask = (afterClientId: number) =>
      previewPortalTerms(db, portal.portalId, portal.ground.clock.now(), { ...wanted, afterClientId });
    const all = await ask(0);
    expect(all).toMatchObject({ nextAfterClientId: null, done: 2, total: 2 });
    expect(
      all.clients.map((one) => [
        one.clientId,
        one.before.billedSeconds,
        one.after.billedSeconds,
        one.hasOwnTerms,
      ]),
    ).toEqual([
      [first, 1200, 1800, false],
      [second, 1200, 1200, true],
    ]);
    expect((await ask(first)).clients.map((one) => one.clientId)).toEqual([second]);
    expect(await versionsOf(WHOLE_PORTAL)).toHaveLength(1);
  });

  it('asks what a change is worth when it begins only today', async () => {
    const clientId = await clientWithWork(portal);
    await tellTerms(portal, clientId, 6, defaultTerms);
    const ask = (wholePeriod: boolean) => previewOf(portal, clientId, 20, quarterUp, [4, 20], wholePeriod);
    expect(await ask(false)).toMatchObject({ entries: 2, differing: 0 });
    expect(await ask(true)).toMatchObject({
      before: { billedSeconds: 1200 },
      after: { billedSeconds: 1800 },
      onSave: { beforeSeconds: 1800, afterSeconds: 1800, entries: 0 },
    });
  });
});

function sumOf(lines: readonly { kind: string; seconds: number }[], kind: string): number {
  return lines.filter((line) => line.kind === kind).reduce((sum, line) => sum + line.seconds, 0);
}
