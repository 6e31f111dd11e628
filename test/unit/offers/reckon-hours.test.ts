import { describe, expect, it } from '@jest/globals';
import type { CrmItem } from '../../../server/offers/rules/crm-item.js';
import type { HoursFrom } from '../../../server/offers/rules/crm-settings.js';
import { reckonHours } from '../../../server/offers/rules/reckon-hours.js';
import { boughtOnOf, isBought, leftOutBy } from '../../../server/offers/rules/propose.js';
import { defaultCrmRules } from '../../../server/offers/rules/crm-settings.js';
import { lastDayOf, validFromOf } from '../../../server/offers/rules/validity.js';
import { minorUnits } from '../../../server/offers/minor-units.js';
import { parseItems, parseRows } from '../../../server/offers/ask/parse-item.js';
import { official } from '../../contract/portal-shape.js';
import { asObject } from '../../portal/world/json.js';

const HOUR = 3_600;
const deal: CrmItem = {
  ...{ source: 'crm-deal', id: 1, title: 'Пакет', companyId: 7, dealId: 1, pipelineId: 0, stageId: 'WON' },
  ...{ semantics: 'S', amountMinor: 6_000_000, currency: 'RUB', closedOn: '2026-03-02', movedAt: null },
  ...{ fields: {}, rows: [] },
};
const field: HoursFrom = { by: 'field', deal: 'ufCrm_HOURS', invoice: null };
const row = (name: string, quantity: number, measureName = 'шт', measureCode: number | null = 796) => ({
  ...{ name, quantity, measureName, measureCode },
});

describe('hours of a field', () => {
  it.each([
    [20, 20],
    ['20', 20],
    ['20,5', 20.5],
    ['20 ч', 20],
    ['1 500', 1_500],
    ['20|RUB', 20],
    [['12', '13'], 12],
    [0.25, 0.25],
  ])('%p is %p hours', (value, hours) => {
    const item = { ...deal, fields: { ufCrm_HOURS: value } };
    expect(reckonHours(item, field).sizeSeconds).toBe(hours * HOUR);
  });

  it.each([
    ['', 'no-field'],
    ['не указано', 'no-field'],
    [undefined, 'no-field'],
    [null, 'no-field'],
    [{}, 'no-field'],
    [-5, 'out-of-range'],
    [0, 'out-of-range'],
    [1_000_000, 'out-of-range'],
    ['0,001', 'out-of-range'],
  ])('%p says nothing: %s', (value, what) => {
    const item = { ...deal, fields: { ufCrm_HOURS: value } };
    expect(reckonHours(item, field)).toEqual({ sizeSeconds: null, reckoned: { by: 'nothing', what } });
  });
});

describe('hours of product rows', () => {
  const of = (...rows: CrmItem['rows'][number][]) => reckonHours({ ...deal, rows }, { by: 'products' });

  it.each([
    [row('Поддержка сайта', 20, 'ч', 356), 20],
    [row('Поддержка сайта', 20, 'час', null), 20],
    [row('Support', 8, 'hours', null), 8],
    [row('Пакет 20 часов', 1), 20],
    [row('Пакет поддержки на 10 ч.', 3), 30],
    [row('Support package, 1.5 hours', 2), 3],
    [row('Пакет 20 часов', 15, 'ч', 356), 15],
  ])('%j', (given, hours) => {
    expect(of(given).sizeSeconds).toBe(hours * HOUR);
  });

  it('adds up what is hours and leaves out what is not', () => {
    const told = of(row('Час', 5, 'ч', 356), row('Лицензия на 12 месяцев', 1), row('Пакет 2 часа', 2));
    expect(told.sizeSeconds).toBe(9 * HOUR);
    expect(told.reckoned).toMatchObject({ by: 'products', rows: [{ hours: 5 }, { hours: 4 }] });
    const nothing = { sizeSeconds: null, reckoned: { by: 'nothing', what: 'no-rows' } };
    expect(of(row('Хостинг', 1), row('24 человека', 1))).toEqual(nothing);
  });
});

describe('hours of the amount', () => {
  const price: HoursFrom = { by: 'price', priceMinor: 250_000, currency: 'RUB' };
  it('is the amount divided by the price of an hour, in the same currency only', () => {
    expect(reckonHours(deal, price).sizeSeconds).toBe(24 * HOUR);
    const dollars = { ...deal, currency: 'USD' };
    expect(reckonHours(dollars, price).reckoned).toEqual({ by: 'nothing', what: 'other-currency' });
    const free = { ...deal, amountMinor: 0 };
    expect(reckonHours(free, price).reckoned).toEqual({ by: 'nothing', what: 'no-amount' });
  });

  it('counts money in whole minor units of its currency', () => {
    expect(minorUnits(1.005, 'RUB')).toBe(101);
    expect(minorUnits(90_000.1, 'RUB')).toBe(9_000_010);
    expect(minorUnits(150, 'JPY')).toBe(150);
    expect(minorUnits(-1, 'RUB')).toBeNull();
    expect(minorUnits(Number.NaN, 'RUB')).toBeNull();
  });
});

describe('what counts', () => {
  const invoice: CrmItem = { ...deal, source: 'smart-invoice', semantics: null, stageId: 'DT31_3:P' };

  it('a deal is won by what the portal says, an invoice paid by its stage', () => {
    const rules = { paidStages: [] as string[] };
    expect([isBought(deal, rules), isBought({ ...deal, semantics: 'F' }, rules)]).toEqual([true, false]);
    expect([isBought(invoice, rules), isBought({ ...invoice, stageId: 'DT31_3:S' }, rules)]).toEqual([
      true,
      false,
    ]);
    expect(isBought(invoice, { paidStages: ['DT31_3:MONEY'] })).toBe(false);
  });

  it('pipelines, sources and days that do not count are left out', () => {
    const left = (item: CrmItem, change: object, on = '2026-03-02') =>
      leftOutBy(item, { ...defaultCrmRules, ...change }, on, '2026-03-01');
    expect(left(deal, {})).toBeNull();
    expect(left(deal, { pipelines: [5] })).toBe('pipeline');
    expect(left(invoice, { pipelines: [5] })).toBeNull();
    expect(left(deal, { deals: false })).toBe('source-off');
    expect(left(invoice, { invoices: false })).toBe('source-off');
    expect(left(deal, {}, '2026-02-28')).toBe('too-early');
  });

  it('a deal is bought on its closing day, an invoice on the day it came to its stage, nothing after today', () => {
    const movedAt = Date.parse('2026-03-02T23:30:00+03:00');
    expect(boughtOnOf({ ...deal, movedAt }, 'Europe/Moscow', '2026-03-05')).toBe('2026-03-02');
    expect(
      boughtOnOf({ ...invoice, movedAt, closedOn: '2026-03-31' }, 'Asia/Vladivostok', '2026-03-05'),
    ).toBe('2026-03-03');
    expect(boughtOnOf({ ...deal, closedOn: '2027-01-01' }, 'UTC', '2026-03-05')).toBe('2026-03-05');
    expect(boughtOnOf({ ...deal, closedOn: null }, 'UTC', '2026-03-05')).toBe('2026-03-05');
  });

  it('is valid as the settings and terms say', () => {
    const offer = { boughtOn: '2026-01-31', source: 'crm-deal' };
    expect(validFromOf(offer, 'closed', '2026-03-05')).toBe('2026-01-31');
    expect(validFromOf(offer, 'accepted', '2026-03-05')).toBe('2026-03-05');
    expect(validFromOf({ ...offer, source: 'next-package' }, 'closed', '2026-03-05')).toBe('2026-03-05');
    expect([lastDayOf('2026-01-31', 12), lastDayOf('2026-01-31', 1), lastDayOf('2026-01-31', null)]).toEqual([
      '2027-01-30',
      '2026-02-27',
      null,
    ]);
  });
});

describe('the official examples', () => {
  it('are read as they stand', () => {
    const result = (method: string) => asObject(official(method)['resultExample'])['result'];
    expect(parseItems('crm-deal', result('crm.item.list')).map(({ id, stageId }) => [id, stageId])).toEqual([
      [253, 'NEW'],
      [255, 'NEW'],
      [252, 'NEW'],
      [254, 'IN_PROCESS'],
    ]);
    const one = asObject(result('crm.item.get'))['item'] ?? null;
    expect(parseItems('crm-deal', { items: [one] })[0]).toMatchObject({
      ...{ id: 250, semantics: 'P', amountMinor: 99_990, currency: 'RUB', companyId: 0 },
      movedAt: Date.parse('2024-07-22T17:00:08+02:00'),
      fields: { ufCrm_1720019876534: '321' },
    });
    expect(parseRows(result('crm.item.productrow.list'))[0]).toEqual({
      ...{ name: 'iphone 14', quantity: 3, measureCode: 796, measureName: 'шт' },
    });
  });

  it('what is not an item is left out', () => {
    expect(
      parseItems('crm-deal', { items: [null, 5, { id: 'x' }, { id: '7', title: 'б\u0000' }] }),
    ).toMatchObject([{ id: 7, title: 'б\uFFFD' }]);
    expect([parseItems('crm-deal', []), parseItems('crm-deal', null), parseRows([])]).toEqual([[], [], []]);
  });
});
