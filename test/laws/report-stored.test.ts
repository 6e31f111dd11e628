import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Cut } from '../../server/api/index.js';
import type { Db } from '../../server/base/db/index.js';
import type { PackageFact } from '../../server/ledger/rules/types.js';
import { reopenReport, verifyLedger } from '../../server/ledger/index.js';
import { checkReports } from '../../server/reports/check-reports.js';
import { readPackageEnds } from '../../server/reports/package-ends.js';
import { showReport } from '../../server/reports/report-view.js';
import { type AsIssued, builtBy, issueAsBuilt } from '../given/issue-as-built.js';
import type { Change, CutChoice } from '../given/ledger-changes.js';
import { instant, localDay } from '../given/ledger-days.js';
import { anyStory } from '../given/ledger-stories.js';
import { settleScene } from '../given/report-scene.js';
import { type StoredLedger, storedLedger } from '../given/stored-ledger.js';
import { tell } from '../given/tell-ledger.js';
import { describeEachDatabase } from '../harness/databases.js';

const runs = { sqlite: 30, postgres: 8 };

/** What else happens between two reports: nothing of it may change one that is issued. */
const anyUnrest = fc.record({
  reopens: fc.boolean(),
  card: fc.constantFrom('old' as const, 'new' as const),
  layout: fc.constantFrom('detailed' as const, 'brief' as const),
  language: fc.constantFrom('ru' as const, 'en' as const),
  words: fc.constantFrom('', 'Здравствуйте!', 'Вопросы — Анне\n[user=1]тел. 100[/user]'),
});

describeEachDatabase('what is issued', (given) => {
  const settings = { numRuns: runs[given.dialect], endOnFailure: given.dialect === 'postgres' };
  let opened: Promise<Db> | null = null;
  let portals = 0;

  it('stays to the letter, read and built again, whatever happens later', async () => {
    const unrests = fc.array(anyUnrest, { minLength: 3, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(anyStory, unrests, async (story, unrest) => {
        const portal = storedLedger(await (opened ??= given.freshDatabase()), `stored-${(portals += 1)}`);
        await settleScene(portal, 'ru');
        const clientId = await portal.addClient({ startsOn: story.start.accountingStartsOn });
        for (const terms of story.start.terms) await tell(portal, clientId, { subject: 'terms', terms });
        const issued: AsIssued[] = [];
        for (const [index, phase] of story.phases.entries()) {
          portal.setDay(phase.day);
          for (const change of phase.changes) {
            await tell(portal, clientId, storable(change));
            await portal.post(clientId);
          }
          const report =
            phase.cut && (await issueAsBuilt(portal, clientId, await cutOf(portal, clientId, phase.cut)));
          if (report) issued.push(report);
          const later = unrest[index];
          if (later) await stir(portal, clientId, { ...later, newest: report ?? null, index });
          await expectUnchanged(portal, clientId, issued);
        }
      }),
      settings,
    );
  });
});

async function expectUnchanged(
  portal: StoredLedger,
  clientId: number,
  issued: readonly AsIssued[],
): Promise<void> {
  const { portalId, db } = portal;
  const ground = { ...portal.ground, config: builtBy };
  for (const { reportId, model, parts } of issued) {
    const shown = await portal.inTx((tx) => showReport(tx, ground, { portalId, clientId, reportId }));
    expect({ model: shown.model, parts: shown.parts }).toEqual({ model, parts });
  }
  const client = await portal.client(clientId);
  expect(await checkReports(db, client)).toEqual([]);
  expect((await verifyLedger(db, client)).faults).toEqual([]);
}

/** People, tasks, the client are renamed; terms, card and language change; the newest report may be reopened. */
async function stir(
  portal: StoredLedger,
  clientId: number,
  to: {
    reopens: boolean;
    card: 'old' | 'new';
    layout: 'detailed' | 'brief';
    language: 'ru' | 'en';
    words: string;
    newest: AsIssued | null;
    index: number;
  },
): Promise<void> {
  const { db, portalId } = portal;
  await db
    .updateTable('users')
    .set({ name: `Имя ${to.index}` })
    .where('portal_id', '=', portalId)
    .execute();
  await db
    .updateTable('tasks')
    .set({ title: `Задача ${to.index}` })
    .where('portal_id', '=', portalId)
    .execute();
  await db
    .updateTable('clients')
    .set({ name: `Новое имя ${to.index}` })
    .where('portal_id', '=', portalId)
    .execute();
  await db
    .updateTable('portals')
    .set({ card: to.card, language: to.language })
    .where('portal_id', '=', portalId)
    .execute();
  const body = JSON.stringify({ report: { layout: to.layout, greeting: to.words, closing: to.words } });
  await db
    .insertInto('terms')
    .values({
      ...{ portal_id: portalId, client_id: 0, version: 50 + to.index, effective_from: localDay(0) },
      ...{ body, action_id: null, created_at: 1 },
    })
    .execute();
  if (!to.reopens || !to.newest) return;
  const { number } = to.newest.model;
  const again = { portalId, clientId, number, reason: 'ошибка', actionId: 'reopened' };
  await portal.inTx((tx) => reopenReport(tx, portal.ground, again));
}

async function cutOf(portal: StoredLedger, clientId: number, choice: CutChoice): Promise<Cut> {
  if ('endOfDay' in choice) return { at: 'day', day: localDay(choice.endOfDay) };
  const { portalId, db, ground } = portal;
  const { packages } = await readPackageEnds(db, ground, { portalId, clientId });
  return (
    packages[choice.usedUpPackage % Math.max(1, packages.length)]?.cut ?? { at: 'day', day: localDay(20) }
  );
}

/** What the store can be told: no two packages bought on the same day, none smaller than a minute. */
function storable(change: Change): Change {
  const sold = (each: PackageFact): PackageFact => ({
    ...each,
    ...{ boughtAt: instant(-10 - each.packageId), sizeSeconds: Math.max(60, each.sizeSeconds) },
  });
  if ('package' in change) return { ...change, package: sold(change.package) };
  return 'orderedPackage' in change ? { ...change, orderedPackage: sold(change.orderedPackage) } : change;
}
