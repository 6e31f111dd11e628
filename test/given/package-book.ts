import type { Day } from '../../server/base/days.js';
import type { PackageChange } from '../../server/ledger/package-changes-store.js';
import type { PackageRow } from '../../server/ledger/package-view.js';
import type { LineKind, PackageFact, TargetLine } from '../../server/ledger/rules/types.js';
import type { Change } from './ledger-changes.js';

/** A client's packages and what people did with them, as the store keeps them: rows are added, none is changed. */
export interface PackageBook {
  rows: PackageRow[];
  changes: PackageChange[];
}

export function newBook(): PackageBook {
  return { rows: [], changes: [] };
}

/** Writes down what a change did to packages; returns the lines that are posted for it. */
export function note(
  book: PackageBook,
  change: Change,
  seen: { before: readonly PackageFact[]; now: readonly PackageFact[]; today: Day },
): TargetLine[] {
  const was = new Map(seen.before.map((each) => [each.packageId, each]));
  if ('orderedPackage' in change) {
    addRow(book, change.orderedPackage);
    addChange(book, change.orderedPackage, 'ordered', seen.today);
  }
  return seen.now.flatMap((each) => {
    const before = was.get(each.packageId);
    if (!before) {
      const isOrdered = book.rows.some((row) => row.package_id === each.packageId);
      if (!isOrdered) addRow(book, each);
      addChange(book, each, isOrdered ? 'paid' : 'sold', seen.today);
      return [sizeLine('purchase', each, each.sizeSeconds, each.validFrom)];
    }
    if (before.closedOn !== each.closedOn) {
      addChange(book, each, each.closedOn === null ? 'undone' : 'closed', seen.today);
    }
    const seconds = each.sizeSeconds - before.sizeSeconds;
    if (seconds === 0) return [];
    const isMoved = 'transferred' in change;
    addChange(book, each, isMoved ? 'transferred' : 'adjusted', seen.today);
    return [sizeLine(isMoved ? 'transfer' : 'adjustment', each, seconds, seen.today)];
  });
}

/** Packages that the rules made by themselves. */
export function noteMade(book: PackageBook, packages: readonly PackageFact[]): void {
  const known = new Set(book.rows.map((row) => row.package_id));
  for (const each of packages) if (!known.has(each.packageId)) addRow(book, each);
}

function addRow(book: PackageBook, each: PackageFact): void {
  const { packageId, cause = null } = each;
  const made = cause?.startsWith('rollover:') ? 'rollover' : 'correction';
  book.rows.push({
    ...{ portal_id: 'p', client_id: 1, package_id: packageId, cause, created_at: 1 },
    title: cause !== null || packageId % 3 === 0 ? '' : `Пакет ${packageId}`,
    source: cause === null ? 'manual' : made,
    ...{ bought_at: each.boughtAt, valid_from: each.validFrom, expires_on: each.expiresOn },
    ...{ covers_earlier: each.coversEarlier ? 1 : 0, purchase_action_id: each.purchaseActionId },
    ...{ price_minor: null, currency: null, vat_note: null },
  });
}

function addChange(book: PackageBook, each: PackageFact, what: PackageChange['what'], today: Day): void {
  const id = book.changes.length + 1;
  const closing = book.changes.findLast(
    (change) => change.what === 'closed' && change.package_id === each.packageId,
  );
  book.changes.push({
    ...{ portal_id: 'p', client_id: 1, change_id: id, package_id: each.packageId, what, on_day: today },
    ...{ seconds: each.sizeSeconds, other_package_id: null, price_minor: null, currency: null },
    ...{ reason: `так договорились ${id}`, undoes: what === 'undone' ? (closing?.change_id ?? null) : null },
    ...{ action_id: `action-${id}`, user_id: 1, made_at: id },
  });
}

function sizeLine(kind: LineKind, { packageId }: PackageFact, seconds: number, workDay: Day): TargetLine {
  return {
    ...{ kind, seconds, recordedSeconds: 0, packageId, workDay, reason: `решили ${kind}` },
    ...{ entryId: null, taskId: null, userId: null, workedAt: null, workType: null },
    ...{ textKey: '', why: { rule: 'action' } },
  };
}
