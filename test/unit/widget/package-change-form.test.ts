import { describe, expect, it } from '@jest/globals';
import {
  type ChangeForm,
  changeFaults,
  changesOf,
  parseExactHours,
  wishOf,
} from '../../../client-widget/ledger/package-change-form.js';
import { lastDayOf } from '../../../client-widget/ui/package-form.js';
import type { PackageView } from '../../../server/api/clients.js';
import {
  adjustPackageSchema,
  closePackageSchema,
  markPaidSchema,
  refundPackageSchema,
  transferHoursSchema,
} from '../../../server/api/packages.js';

const about = { requestId: '0195b6d0-0000-7000-8000-000000000001', reason: 'так договорились' };
const form: ChangeForm = {
  ...{ direction: 'less', hours: '1:30', toPackageId: 2, price: '4500', currency: 'RUB' },
  ...{ paidOn: '2026-11-24', reason: about.reason },
};

function item(packageId: number, state: PackageView['state'], forfeitedSeconds = 0): PackageView {
  return {
    ...{ packageId, state, forfeitedSeconds, title: `Пакет ${packageId}`, source: 'manual', boughtAt: 0 },
    ...{ validFrom: '2026-01-01', expiresOn: null, sizeSeconds: 3600, spentSeconds: 0, leftSeconds: 3600 },
    ...{ priceMinor: null, currency: null, vatNote: null, closedOn: null, awaitedSeconds: null },
    rolledIntoPackageId: null,
  };
}

describe('what the menu of a package offers', () => {
  const other = item(2, 'usable');
  it.each([
    ['usable', 0, ['adjust', 'transfer', 'refund', 'close']],
    ['used-up', 0, ['adjust', 'transfer', 'refund', 'close']],
    ['future', 0, ['adjust', 'transfer', 'refund', 'close']],
    ['unpaid', 0, ['paid']],
    ['expired', 600, ['transfer', 'refund']],
    ['closed', 0, []],
    ['rolled-over', 0, []],
  ] as const)('%s', (state, forfeited, offered) => {
    const own = item(1, state, forfeited);
    expect(changesOf(own, [own, other])).toEqual(offered);
  });

  it('no transfer where there is no other package that is not over', () => {
    const own = item(1, 'usable');
    expect(changesOf(own, [own, item(2, 'closed')])).toEqual(['adjust', 'refund', 'close']);
  });
});

describe('the form of a change', () => {
  it.each([
    ['adjust', adjustPackageSchema, { ...about, seconds: -5400 }],
    ['transfer', transferHoursSchema, { ...about, seconds: 5400, toPackageId: 2 }],
    ['refund', refundPackageSchema, { ...about, seconds: 5400, priceMinor: 450_000, currency: 'RUB' }],
    ['close', closePackageSchema, about],
    ['paid', markPaidSchema, { ...about, paidOn: '2026-11-24' }],
  ] as const)('of %s becomes a request the server takes', (kind, schema, body) => {
    expect(wishOf(kind, 1, form, about)).toEqual({ wish: kind, packageId: 1, body });
    expect(schema.safeParse(body).success).toBe(true);
  });

  it('is not sent while figures are missing or wrong', () => {
    expect(wishOf('adjust', 1, { ...form, hours: 'много' }, about)).toBeNull();
    expect(wishOf('transfer', 1, { ...form, toPackageId: 0 }, about)).toBeNull();
    expect(wishOf('refund', 1, { ...form, price: 'дорого' }, about)).toBeNull();
    expect(changeFaults('close', { ...form, reason: ' ' }).reason).toBe(true);
    expect(changeFaults('paid', { ...form, reason: '' }).reason).toBe(false);
  });

  it('reads hours to the second, as what is left is written', () => {
    expect([parseExactHours('7:55:17'), parseExactHours('12,5'), parseExactHours('x')]).toEqual([
      28_517,
      45_000,
      null,
    ]);
  });

  it('offers the last usable day that the terms say', () => {
    expect([lastDayOf('2026-01-31', 1), lastDayOf('2026-11-25', 12), lastDayOf('2026-11-25', null)]).toEqual([
      '2026-02-27',
      '2027-11-24',
      '',
    ]);
  });
});
