import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Db } from '../../server/base/db/index.js';
import { setTerms } from '../../server/clients/index.js';
import { type KeptLine, billedBy } from '../../server/ledger/index.js';
import { previewTerms } from '../../server/ledger/preview-terms.js';
import { type Scene, anyScene, anyTerms } from '../given/facts.js';
import { instant, localDay } from '../given/ledger-days.js';
import { billedByEntry } from '../given/stored-terms.js';
import { type StoredLedger, storedLedger } from '../given/stored-ledger.js';
import { tell } from '../given/tell-ledger.js';
import { describeEachDatabase } from '../harness/databases.js';

const runs = { sqlite: 20, postgres: 5 };
const wanted = fc.record({ terms: anyTerms, from: fc.nat(30) });
const requestId = '11111111-2222-4333-8444-555555555555';

describeEachDatabase('a preview of any change of terms', (given) => {
  const settings = { numRuns: runs[given.dialect], endOnFailure: given.dialect === 'postgres' };
  let opened: Promise<Db> | null = null;
  let portals = 0;
  const newPortal = async () =>
    storedLedger(await (opened ??= given.freshDatabase()), `portal-${(portals += 1)}`);

  it('is what saving it then posts, to the second and entry by entry, where nothing was issued', async () => {
    await fc.assert(
      fc.asyncProperty(anyScene, wanted, async (scene, change) => {
        const portal = await newPortal();
        const clientId = await tellScene(portal, scene);
        const { preview, before, after } = await previewAndSave(portal, clientId, change);
        const entries = billedOf(after);
        expect(sumOf(after, 'courtesy')).toBe(preview.after.courtesySeconds);
        expect(total(entries)).toBe(preview.after.billedSeconds);
        expect(sumOf(after, 'overage')).toBe(preview.after.overageSeconds);
        const was = billedOf(before);
        for (const line of preview.lines) {
          expect(was[line.entryId] ?? 0).toBe(line.before.billedSeconds);
          expect(entries[line.entryId] ?? 0).toBe(line.after.billedSeconds);
        }
        const named = new Set(preview.lines.map((line) => line.entryId));
        for (const [entryId, seconds] of Object.entries(was))
          if (!named.has(Number(entryId))) expect(entries[Number(entryId)] ?? 0).toBe(seconds);
      }),
      settings,
    );
  });

  it('says what saving it leaves to be billed beside issued lines', async () => {
    await fc.assert(
      fc.asyncProperty(anyScene, wanted, fc.nat(24), async (scene, change, cutDay) => {
        const portal = await newPortal();
        const clientId = await tellScene(portal, scene);
        await portal.issue(clientId, { until: instant(cutDay + 1) });
        const { preview, before, after } = await previewAndSave(portal, clientId, change);
        expect(issuedOf(after)).toEqual(issuedOf(before));
        expect(preview.onSave.beforeSeconds).toBe(billedIn(before));
        expect(preview.onSave.afterSeconds).toBe(billedIn(after));
      }),
      settings,
    );
  });
});

async function previewAndSave(
  portal: StoredLedger,
  clientId: number,
  change: { terms: Scene['facts']['terms'][number]['terms']; from: number },
) {
  const { ground, db, visitor } = portal;
  const wished = { terms: change.terms, effectiveFrom: localDay(change.from) };
  const before = await portal.standing(clientId);
  const client = await portal.client(clientId);
  const period = { from: '1970-01-01', to: '2100-01-01' };
  const preview = await previewTerms(db, client, ground.clock.now(), { ...wished, ...period });
  expect(await portal.client(clientId)).toEqual(client);
  expect(await portal.standing(clientId)).toEqual(before);
  await portal.inTx((tx) => setTerms(tx, ground, visitor, clientId, { requestId, ...wished }));
  await portal.post(clientId);
  return { preview, before, after: await portal.standing(clientId) };
}

/** Entries alone: hours owed from before the start of accounting are nobody's work. */
function billedOf(lines: readonly KeptLine[]): Record<number, number> {
  return billedByEntry(lines);
}

async function tellScene(portal: StoredLedger, { facts, today }: Scene): Promise<number> {
  const clientId = await portal.addClient({
    openingSeconds: -facts.openingOverageSeconds || 0,
    startsOn: facts.accountingStartsOn,
  });
  portal.setDay(Math.round((Date.parse(today) - Date.parse(localDay(0))) / 86_400_000));
  for (const terms of facts.terms) await tell(portal, clientId, { subject: '', terms });
  for (const entry of facts.entries) await tell(portal, clientId, { subject: '', entry });
  for (const [index, each] of facts.packages.entries()) {
    const sold = {
      closedOn: null,
      boughtAt: instant(-10 - index),
      sizeSeconds: Math.max(60, each.sizeSeconds),
    };
    await tell(portal, clientId, { subject: '', package: { ...each, ...sold } });
  }
  await portal.post(clientId);
  return clientId;
}

function issuedOf(lines: readonly KeptLine[]): string[] {
  return lines
    .filter((line) => line.reportNumber !== null)
    .map(({ posting, line, kind, seconds }) => `${posting}.${line} ${kind} ${seconds}`);
}

function billedIn(lines: readonly KeptLine[]): number {
  return lines.reduce((sum, line) => sum + (line.entryId === null ? 0 : billedBy(line)), 0);
}

function sumOf(lines: readonly KeptLine[], kind: string): number {
  const own = lines.filter((line) => line.kind === kind && line.entryId !== null);
  return own.reduce((sum, line) => sum + line.seconds, 0);
}

function total(sums: Record<number, number>): number {
  return Object.values(sums).reduce((sum, seconds) => sum + seconds, 0);
}
