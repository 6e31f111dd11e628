import type { PackageView } from '../../server/api/clients.js';
import type { PackageWish } from '../api/index.js';
import { parseHours } from '../ui/duration.js';
import { parseMoney } from '../ui/money.js';

/** What the menu of a package offers beside its history. */
export type ChangeKind = 'adjust' | 'transfer' | 'refund' | 'close' | 'paid';

/** What the person typed; texts as typed. */
export interface ChangeForm {
  direction: 'more' | 'less';
  hours: string;
  /** 0 = none chosen. */
  toPackageId: number;
  price: string;
  currency: string;
  paidOn: string;
  reason: string;
}

/** Hours may be added to it, and it may be closed. */
export function isOpenPackage(item: PackageView): boolean {
  return ['future', 'usable', 'used-up', 'refunded'].includes(item.state);
}

/** What can be done with a package in its present state; the server decides again. */
export function changesOf(item: PackageView, others: readonly PackageView[]): ChangeKind[] {
  if (item.state === 'unpaid') return ['paid'];
  const mayTransfer = others.some((other) => other.packageId !== item.packageId && isOpenPackage(other));
  const transfer: ChangeKind[] = mayTransfer ? ['transfer'] : [];
  if (isOpenPackage(item)) return ['adjust', ...transfer, 'refund', 'close'];
  return item.forfeitedSeconds > 0 ? [...transfer, 'refund'] : [];
}

/** Like hours elsewhere, and to the second, for what a package has left. */
export function parseExactHours(text: string): number | null {
  const exact = /^(\d{1,5}):([0-5]\d):([0-5]\d)$/.exec(text.trim());
  if (!exact) return parseHours(text);
  return Number(exact[1]) * 3600 + Number(exact[2]) * 60 + Number(exact[3]);
}

export interface ChangeFaults {
  hours: boolean;
  toPackage: boolean;
  price: boolean;
  reason: boolean;
}

export function changeFaults(kind: ChangeKind, form: ChangeForm): ChangeFaults {
  const seconds = parseExactHours(form.hours);
  const needsHours = kind === 'adjust' || kind === 'transfer' || kind === 'refund';
  return {
    hours: needsHours && (seconds === null || seconds <= 0 || seconds > 36_000_000),
    toPackage: kind === 'transfer' && form.toPackageId === 0,
    price: kind === 'refund' && form.price.trim() !== '' && parseMoney(form.price, form.currency) === null,
    reason: kind !== 'paid' && form.reason.trim() === '',
  };
}

/** Ready to be sent; a preview needs no reason yet, so `reason` may stand in for it. Null while figures are missing. */
export function wishOf(
  kind: ChangeKind,
  packageId: number,
  form: ChangeForm,
  about: { requestId: string; reason: string },
): PackageWish | null {
  const faults = changeFaults(kind, form);
  if (faults.hours || faults.toPackage || faults.price) return null;
  const seconds = parseExactHours(form.hours) ?? 0;
  switch (kind) {
    case 'adjust':
      return {
        wish: kind,
        packageId,
        body: { ...about, seconds: form.direction === 'more' ? seconds : -seconds },
      };
    case 'transfer':
      return { wish: kind, packageId, body: { ...about, seconds, toPackageId: form.toPackageId } };
    case 'refund': {
      const priceMinor = form.price.trim() === '' ? null : parseMoney(form.price, form.currency);
      const currency = priceMinor === null ? null : form.currency;
      return { wish: kind, packageId, body: { ...about, seconds, priceMinor, currency } };
    }
    case 'close':
      return { wish: kind, packageId, body: about };
    case 'paid':
      return {
        wish: kind,
        packageId,
        body: { ...about, paidOn: form.paidOn, reason: about.reason === '' ? null : about.reason },
      };
  }
}
