import { randomUUID } from 'node:crypto';
import { addDays } from '../../server/base/days.js';
import { AppError } from '../../server/base/errors.js';
import { adjustPackage } from '../../server/ledger/adjust-package.js';
import { closePackage } from '../../server/ledger/close-package.js';
import { markPaid } from '../../server/ledger/mark-paid.js';
import { readChangesOf } from '../../server/ledger/package-changes-view.js';
import { nextWaiverId } from '../../server/ledger/waivers-store.js';
import type { PackageFact } from '../../server/ledger/rules/types.js';
import { transferHours } from '../../server/ledger/transfer-hours.js';
import { undoPackageChange } from '../../server/ledger/undo-package-change.js';
import type { Change } from './ledger-changes.js';
import { localDay } from './ledger-days.js';
import type { StoredLedger } from './stored-ledger.js';

/** One fact as the mirror, a manager or the settings would leave it in the database. */
export async function tell(portal: StoredLedger, clientId: number, change: Change): Promise<void> {
  if ('entry' in change) {
    const { entryId, taskId, userId, seconds, workedAt, textKey } = change.entry;
    await mark(portal, change.entry);
    await portal.work({ entryId, taskId, userId, seconds, workedAt, comment: textKey });
  } else if ('goneEntryId' in change) {
    await forget(portal, change.goneEntryId);
  } else if ('waiver' in change) {
    const { entryId, seconds } = change.waiver;
    // Numbered as they are granted, as the app does.
    const waiverId = await nextWaiverId(portal.db, portal.portalId, clientId);
    const of = { portal_id: portal.portalId, client_id: clientId, waiver_id: waiverId };
    const more = { reason: 'спор', noticed_at: portal.ground.clock.now(), action_id: `waiver-${waiverId}` };
    await portal.db
      .insertInto('waivers')
      .values({ ...of, entry_id: entryId, seconds, ...more })
      .execute();
  } else if ('terms' in change) {
    const { version, effectiveFrom, terms } = change.terms;
    const of = { portal_id: portal.portalId, client_id: clientId, version, effective_from: effectiveFrom };
    const more = { body: JSON.stringify(terms), action_id: null, created_at: portal.ground.clock.now() };
    await portal.db
      .insertInto('terms')
      .values({ ...of, ...more })
      .execute();
  } else await tellOfPackage(portal, clientId, change);
}

type OfPackage = Exclude<
  Change,
  { entry: unknown } | { goneEntryId: unknown } | { waiver: unknown } | { terms: unknown }
>;

/** By the actions themselves; what they refuse the story leaves out too. */
async function tellOfPackage(portal: StoredLedger, clientId: number, change: OfPackage): Promise<void> {
  const asked = { requestId: randomUUID(), reason: 'так договорились' };
  const known = await idsOf(portal);
  const idOf = (packageId: number) => known.get(`package ${packageId}`) ?? 0;
  if ('package' in change) {
    const ordered = known.get(`package ${change.package.packageId}`);
    if (ordered === undefined) return sell(portal, clientId, { ...change.package, paid: true });
    await portal.change(clientId, ordered, (tx, ground, of) =>
      markPaid(tx, ground, of, { ...asked, paidOn: localDay(0) }),
    );
  } else if ('orderedPackage' in change) {
    await sell(portal, clientId, { ...change.orderedPackage, paid: false });
  } else if ('closedPackageId' in change) {
    await unlessRefused(['PACKAGE_OVER'], () =>
      portal.change(clientId, idOf(change.closedPackageId), (tx, ground, of) =>
        closePackage(tx, ground, of, asked),
      ),
    );
  } else if ('reopenedPackageId' in change) {
    await reopen(portal, clientId, idOf(change.reopenedPackageId));
  } else if ('resized' in change) {
    const { packageId, seconds } = change.resized;
    await asFarAsAllowed(Math.abs(seconds), (allowed) =>
      portal.change(clientId, idOf(packageId), (tx, ground, of) =>
        adjustPackage(tx, ground, of, { ...asked, seconds: Math.sign(seconds) * allowed }),
      ),
    );
  } else {
    const { fromPackageId, toPackageId, seconds } = change.transferred;
    await asFarAsAllowed(seconds, (allowed) =>
      portal.change(clientId, idOf(fromPackageId), (tx, ground, of) =>
        transferHours(tx, ground, of, { ...asked, toPackageId: idOf(toPackageId), seconds: allowed }),
      ),
    );
  }
}

async function sell(
  portal: StoredLedger,
  clientId: number,
  sold: PackageFact & { paid: boolean },
): Promise<void> {
  const { packageId, sizeSeconds, boughtAt, validFrom, expiresOn, coversEarlier, paid } = sold;
  const boughtOn = addDays('1970-01-01', Math.floor((boughtAt + 3 * 3_600_000) / 86_400_000));
  const wanted = { sizeSeconds, boughtOn, validFrom, expiresOn, coversEarlier, paid };
  await portal.sell(clientId, { ...wanted, title: `package ${packageId}` });
}

async function reopen(portal: StoredLedger, clientId: number, packageId: number): Promise<void> {
  const { changes } = await readChangesOf(portal.db, await portal.client(clientId), packageId);
  const closing = changes.find(({ what, undone }) => what === 'closed' && !undone);
  if (!closing) return;
  const asked = { requestId: randomUUID(), reason: 'ошиблись', changeId: closing.changeId };
  await unlessRefused(['CHANGE_ISSUED'], () =>
    portal.change(clientId, packageId, (tx, ground, of) => undoPackageChange(tx, ground, of, asked)),
  );
}

/** As many seconds as may be taken, if not all of them. */
async function asFarAsAllowed(seconds: number, take: (allowed: number) => Promise<void>): Promise<void> {
  const refusal = await refusalOf(() => take(seconds));
  const atMost = Number(refusal?.detail['atMostSeconds'] ?? 0);
  if (refusal?.code === 'PACKAGE_BELOW_ISSUED' && atMost > 0) await take(atMost);
  else if (refusal && !['PACKAGE_BELOW_ISSUED', 'PACKAGE_OVER'].includes(refusal.code)) throw refusal;
}

async function unlessRefused(codes: readonly string[], work: () => Promise<void>): Promise<void> {
  const refusal = await refusalOf(work);
  if (refusal && !codes.includes(refusal.code)) throw refusal;
}

async function refusalOf(work: () => Promise<void>): Promise<AppError | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

type Worked = Extract<Change, { entry: unknown }>['entry'];

async function mark(portal: StoredLedger, entry: Worked): Promise<void> {
  await portal.db
    .insertInto('work_marks')
    .values({
      ...{ portal_id: portal.portalId, task_id: entry.taskId, entry_id: entry.entryId },
      ...{ work_type: entry.workType, urgency: entry.urgency, courtesy_reason: entry.courtesyReason },
      ...{ since_at: portal.ground.clock.now(), action_id: null },
    })
    .execute();
}

async function forget(portal: StoredLedger, entryId: number): Promise<void> {
  await portal.db
    .updateTable('time_entries')
    .set({ state: 'deleted', noticed_at: portal.ground.clock.now() })
    .where('portal_id', '=', portal.portalId)
    .where('entry_id', '=', entryId)
    .where('state', '=', 'live')
    .execute();
}

/** Packages by their names: bought ones by their title, made ones by what made them. */
export async function packageNames(portal: StoredLedger): Promise<Map<number, string>> {
  const rows = await portal.db
    .selectFrom('packages')
    .select(['package_id', 'title', 'cause'])
    .where('portal_id', '=', portal.portalId)
    .orderBy('package_id')
    .execute();
  const names = new Map<number, string>();
  for (const { package_id: id, title, cause } of rows) names.set(id, nameOf(names, title, cause));
  return names;
}

function nameOf(names: ReadonlyMap<number, string>, title: string, cause: string | null): string {
  return cause === null ? title : nameOfCause(names, cause);
}

/** The numbers in it follow the order of arrival. */
function nameOfCause(names: ReadonlyMap<number, string>, cause: string): string {
  const inner = (name: string) => names.get(Number(name)) ?? nameOfCause(names, name.replace(/^\(|\)$/g, ''));
  const [, from, until] = /^rollover:(.*):([^:]*)$/.exec(cause) ?? [];
  if (from !== undefined) return `rest of ${inner(from)} until ${until}`;
  const [, entry, source, more] = /^(\d+):(\d+|\(.*\)):(\d+:[^:]+)$/.exec(cause) ?? [];
  if (source === undefined) throw new Error(`No package has the cause ${cause}`);
  return `for ${entry} of ${inner(source)} ${more}`;
}

export async function idsOf(portal: StoredLedger): Promise<Map<string, number>> {
  return new Map([...(await packageNames(portal))].map(([id, name]) => [name, id]));
}
