import { describe, expect, it } from '@jest/globals';
import { ApiError } from '../../../client-widget/api/api-error.js';
import {
  chooseClients,
  runOutOrder,
  textOfClient,
  totalsOf,
} from '../../../client-widget/clients/client-order.js';
import { packageFaults, packageRequest, type PackageForm } from '../../../client-widget/ui/package-form.js';
import { readMarkup } from '../../../client-widget/reports/markup/read-markup.js';
import { draftOf, ruleOf } from '../../../client-widget/reports/schedule-rule.js';
import { balanceLevel, balanceShare } from '../../../client-widget/ui/balance-level.js';
import { errorWords } from '../../../client-widget/ui/error-words.js';
import { findRows } from '../../../client-widget/ui/table/find-rows.js';
import { sortRows } from '../../../client-widget/ui/table/sort-rows.js';
import { minutesLeft } from '../../../client-widget/ui/progress-left.js';
import type { Balance } from '../../../server/api/basics.js';
import { sellPackageSchema, type ClientRow } from '../../../server/api/clients.js';

const hour = 3_600;

function balance(unspent: number, overage = 0): Balance {
  const none = {
    boughtSeconds: 20 * 3600,
    spentSeconds: 0,
    courtesySeconds: 0,
    recordedSeconds: 0,
    notIssuedSeconds: 0,
  };
  return {
    position: 1,
    balanceSeconds: unspent - overage,
    unspentSeconds: unspent,
    overageSeconds: overage,
    ...none,
  };
}

function client(clientId: number, name: string, unspent: number, overage = 0): ClientRow {
  return {
    clientId,
    name,
    groups: [{ groupId: clientId, name: `Группа ${name}` }],
    balance: balance(unspent, overage),
    usableSizeSeconds: 20 * hour,
    lastReport: null,
    draftWaiting: clientId === 3,
    offersWaiting: 0,
    alerts: null,
    nextPostingAt: null,
    weeklyBurnSeconds: [hour * clientId],
    runOut: clientId === 2 ? null : { on50: `2026-0${9 - clientId}-01`, on90: null },
    noRunOut: clientId === 2 ? 'too-early' : null,
  };
}
const rows = [
  client(1, 'Вельдан', 10 * hour),
  client(2, 'Кедр', 2 * hour),
  client(3, 'Карданикс', 0, 5 * hour),
];

describe('the list of clients', () => {
  it('finds by a word of the client or of its group, and filters', () => {
    const find = (words: string) =>
      findRows(rows, () => rows.map((row) => textOfClient(row).toLocaleLowerCase()), words);
    expect(find(' КЕДР ').map((row) => row.clientId)).toEqual([2]);
    expect(find('ка группа').map((row) => row.clientId)).toEqual([3]);
    expect(chooseClients(rows, 'low').map((row) => row.clientId)).toEqual([2, 3]);
    const fresh = { ...client(4, 'Новый', 0), usableSizeSeconds: 0 };
    const newcomer = { ...fresh, balance: { ...fresh.balance, boughtSeconds: 0 } };
    expect(chooseClients([newcomer], 'low')).toEqual([]);
    expect(chooseClients(rows, 'overage').map((row) => row.clientId)).toEqual([3]);
    expect(chooseClients(rows, 'draft').map((row) => row.clientId)).toEqual([3]);
  });

  it('puts those whose hours run out first at the top, and those without a forecast last either way', () => {
    const sorted = (descending: boolean) => sortRows(rows, runOutOrder, { descending, language: 'ru' });
    expect(sorted(false).map((row) => row.clientId)).toEqual([3, 1, 2]);
    expect(sorted(true).map((row) => row.clientId)).toEqual([1, 3, 2]);
  });

  it('sums what it shows', () => {
    expect(totalsOf(rows)).toEqual({ count: 3, balanceSeconds: 7 * hour, overageSeconds: 5 * hour });
  });

  it('calls a fifth or less low, and any overage over', () => {
    expect(balanceLevel(balance(4 * hour), 20 * hour)).toBe('low');
    expect(balanceLevel(balance(4 * hour + 1), 20 * hour)).toBe('good');
    expect(balanceLevel(balance(hour, 1), 20 * hour)).toBe('over');
    expect(balanceLevel(balance(0), 0)).toBe('none');
    expect(balanceShare(balance(5 * hour), 20 * hour)).toBe(0.25);
  });
});

describe('selling a package', () => {
  const form: PackageForm = {
    hours: '50',
    title: '',
    kind: 'purchase',
    boughtOn: '2026-11-20',
    validFrom: '2026-11-20',
    expiresOn: '',
    coversEarlier: true,
    paid: false,
    price: '95 000',
    currency: 'RUB',
    vatNote: ' ',
    reason: '',
  };
  const requestId = '7b1f8a44-9c39-4d0c-8f0e-0e1d0f3a2b11';

  it('makes a request the server accepts', () => {
    const request = packageRequest(form, requestId, 'Пакет 50 ч');
    expect(sellPackageSchema.parse(request)).toMatchObject({
      sizeSeconds: 180_000,
      priceMinor: 9_500_000,
      currency: 'RUB',
      vatNote: null,
    });
  });

  it('gives away without a price', () => {
    expect(packageRequest({ ...form, kind: 'gift' }, requestId, 'Подарок')).toMatchObject({
      priceMinor: null,
      currency: null,
    });
  });

  it('sees what is wrong before the server does', () => {
    expect(packageFaults(form)).toEqual({ hours: false, expiresOn: false, price: false });
    expect(packageFaults({ ...form, hours: '0', expiresOn: '2026-11-19', price: 'дорого' })).toEqual({
      hours: true,
      expiresOn: true,
      price: true,
    });
  });
});

describe('the schedule form', () => {
  it.each([
    { every: 'week', weekday: 3, time: '09:30', onDayOff: 'move' },
    { every: 'month', day: 31, time: '10:00', onDayOff: 'keep' },
    { every: 'last-working-day', time: '18:00' },
    { every: 'cron', expression: '30 9 * * MON#1', onDayOff: 'move' },
  ] as const)('gives back the rule it was filled with: %j', (rule) => {
    expect(ruleOf(draftOf(rule, false))).toEqual(rule);
  });

  it('gives no rule while a field makes no sense', () => {
    const draft = draftOf(null, false);
    expect(ruleOf({ ...draft, time: '25:00' })).toBeNull();
    expect(ruleOf({ ...draft, every: 'cron', expression: '0 10 * *' })).toBeNull();
  });
});

describe('small words', () => {
  it('reads the markup of both cards', () => {
    const nodes = readMarkup(
      '[b]Отчёт[/b] № 1\n[TABLE][TR][TH]Часы[/TH][/TR][TR][TD][b]2:00[/b][/TD][/TR][/TABLE]\n[code]a  b[/code]',
    );
    expect(nodes.map((node) => node.kind)).toEqual(['text', 'table', 'code']);
    expect(nodes[0]).toMatchObject({
      runs: [
        { text: 'Отчёт', bold: true },
        { text: ' № 1', bold: false },
      ],
    });
    const [linked] = readMarkup(
      '[url=https://a.example/?x%5B1%5D=2]Откройте[/url], [url=javascript:1]нет[/url]',
    );
    expect(linked).toMatchObject({
      runs: [{ text: 'Откройте', link: 'https://a.example/?x%5B1%5D=2' }, { text: ', ' }, { bold: false }],
    });
    expect(JSON.stringify(linked)).not.toContain('"link":"javascript');
    expect(nodes[1]).toMatchObject({
      rows: [{ header: true }, { header: false, cells: [[{ text: '2:00', bold: true }]] }],
    });
  });

  it('estimates the rest from the pace so far, and says nothing too early', () => {
    const started = { startedAt: 0, total: 1_000 };
    expect(minutesLeft({ ...started, done: 250, updatedAt: 60_000 })).toBe(3);
    expect(minutesLeft({ ...started, done: 2, updatedAt: 60_000 })).toBeNull();
    expect(minutesLeft({ ...started, total: null, done: 2, updatedAt: 60_000 })).toBeNull();
  });

  it('finds words for every failure and keeps a code to quote', () => {
    expect(errorWords(new ApiError({ code: 'STALE', status: 409 }))).toMatchObject({
      key: 'STALE',
      code: 'STALE',
    });
    expect(errorWords(new ApiError({ code: 'GROUP_TAKEN', status: 409, detail: 'Группа занята' }))).toEqual({
      key: 'conflict',
      code: 'GROUP_TAKEN',
      detail: 'Группа занята',
    });
    expect(errorWords(new ApiError({ code: 'INTERNAL', status: 500, detail: 'secret' }))).toEqual({
      key: 'server',
      code: 'INTERNAL',
      detail: null,
    });
    expect(errorWords(new ApiError({ code: 'FORBIDDEN', status: 403, detail: 'No part in it' }))).toEqual({
      key: 'FORBIDDEN',
      code: 'FORBIDDEN',
      detail: null,
    });
    expect(errorWords(new ApiError({ code: 'REST_UNKNOWN', status: 503 }))).toMatchObject({ key: 'portal' });
    expect(errorWords(new TypeError('x'))).toMatchObject({ key: 'unknown', code: 'WIDGET_ERROR' });
  });
});
