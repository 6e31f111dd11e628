import { randomUUID } from 'node:crypto';
import type { Cut, ReportModel } from '../../server/api/index.js';
import type { Db } from '../../server/base/db/index.js';
import { grantWaiver } from '../../server/ledger/index.js';
import { refundPackage } from '../../server/ledger/refund-package.js';
import { buildReport } from '../../server/reports/build-report.js';
import { builtBy, issueAsBuilt } from './issue-as-built.js';
import { instant, localDay } from './ledger-days.js';
import { type StoredLedger, storedLedger } from './stored-ledger.js';

export type Language = 'ru' | 'en';

const words = {
  ru: {
    client: 'Тёплый Кедр',
    people: ['Анна Котова', 'Пётр Лаптев', 'Мария Ершова'],
    tasks: [
      'Не проходит оплата картой на мобильном',
      'Выгрузка остатков из 1С',
      'Баннер на главной [b]к распродаже[/b]',
      'Ошибка модуля доставки',
      'Отчёты по часам поддержки',
    ],
    comments: [
      'Нашла ошибку в форме оплаты, поправила и проверила на трёх телефонах',
      'Созвон с банком: включили новый способ оплаты',
      'Настроил обмен раз в час; исключил архивные склады',
      'Вёрстка баннера, две правки по замечаниям',
      'Исправили ошибку нашего модуля',
    ],
    packages: ['Пакет 5 часов', 'Пакет 10 часов'],
    reasons: [
      'созвон был по нашей инициативе',
      'правки из-за нашей ошибки в макете',
      'вернули час по договорённости',
    ],
  },
  en: {
    client: 'Warm Cedar',
    people: ['Anna Kotova', 'Peter Laptev', 'Maria Ershova'],
    tasks: [
      'Card payment fails on mobile',
      'Stock export from 1C',
      'Sale banner on the [b]home page[/b]',
      'Bug in the delivery module',
      'Support hours reports',
    ],
    comments: [
      'Found and fixed the error in the payment form, checked on three phones',
      'Call with the bank: a new payment method is on',
      'Set up the hourly exchange; left out archived warehouses',
      'Banner markup, two rounds of remarks',
      'Fixed a bug of our module',
    ],
    packages: ['5-hour package', '10-hour package'],
    reasons: [
      'the call was our idea',
      'remarks caused by our mistake in the layout',
      'an hour returned as agreed',
    ],
  },
};

export interface ReportScene {
  /** The client's second report: everything a report can hold. */
  full: ReportModel;
  /** The first one, with a debt from before the start of accounting. */
  first: ReportModel;
}

/** A client's two reports through the real ledger; the seal alone differs from run to run, so it is a fixed one here. */
export async function tellReports(db: Db, portalId: string, language: Language): Promise<ReportScene> {
  const portal = storedLedger(db, portalId);
  await settleScene(portal, language);
  const clientId = await portal.addClient({ openingSeconds: -1800 });
  await nameClient(portal, clientId, words[language].client);
  const [small = '', large = ''] = words[language].packages;
  await portal.sell(clientId, { hours: 5, title: small, expiresOn: localDay(12) });
  await work(portal, language, [
    [1, 0, 0, 3, 600, 5400, 0],
    [2, 0, 1, 4, 660, 2700, 1],
    [3, 1, 1, 5, 900, 6330, 2],
  ]);
  await portal.post(clientId);
  const first = await build(portal, clientId, { at: 'day', day: localDay(7) });
  await issueAsBuilt(portal, clientId, { at: 'day', day: localDay(7) });
  await portal.sell(clientId, { hours: 10, title: large, boughtOn: localDay(9), validFrom: localDay(9) });
  await work(portal, language, [
    [1, 0, 0, 3, 600, 3600, 0],
    [4, 1, 2, 6, 700, 1800, -1],
    [5, 0, 0, 10, 600, 4500, 0],
    [6, 0, 1, 10, 800, 1500, 1],
    [7, 2, 2, 11, 615, 9000, 3],
    [8, 3, 1, 11, 900, 3000, 4],
    [9, 1, 1, 13, 540, 5520, 2],
    [10, 1, 1, 16, 540, 900, 2],
  ]);
  portal.setDay(20);
  await portal.post(clientId);
  await giveBack(portal, clientId, words[language].reasons);
  await sayWhenSilenceAccepts(portal);
  const full = await build(portal, clientId, { at: 'day', day: localDay(15) });
  return { full, first };
}

/** Waivers on an entry that a report has shown and on one that none has; an hour of the large package refunded. */
async function giveBack(
  portal: StoredLedger,
  clientId: number,
  [ours = '', mistake = '', agreed = '']: readonly string[],
): Promise<void> {
  const { portalId, ground, visitor } = portal;
  await portal.inTx(async (tx) => {
    const waive = (entryId: number, seconds: number, reason: string) =>
      grantWaiver(tx, ground, {
        ...{ portalId, clientId, userId: 1, requestId: randomUUID(), entryId, seconds, reason },
      });
    await waive(2, 900, ours);
    await waive(7, 1800, mistake);
    const refund = { requestId: randomUUID(), seconds: 3600, reason: agreed };
    await refundPackage(tx, ground, { visitor, clientId, packageId: 2 }, refund);
  });
}

/** From now on a week of silence is acceptance, and reports say so. */
async function sayWhenSilenceAccepts({ db, portalId }: StoredLedger): Promise<void> {
  const body = JSON.stringify({ acceptance: { reminderDays: [3], automaticDays: 7 } });
  const version = { portal_id: portalId, client_id: 0, version: 1, effective_from: localDay(17) };
  await db
    .insertInto('terms')
    .values({ ...version, body, action_id: null, created_at: 1 })
    .execute();
}

/** A report with so many long lines that no single comment takes it. */
export async function tellLongReport(db: Db, portalId: string): Promise<ReportModel> {
  const portal = storedLedger(db, portalId);
  await settleScene(portal, 'ru');
  const clientId = await portal.addClient();
  await nameClient(portal, clientId, words.ru.client);
  await portal.sell(clientId, { hours: 100, title: 'Пакет 100 часов' });
  const lines = Array.from({ length: 240 }, (_, index): WorkLine => {
    return [
      index + 1,
      index % 4,
      index % 3,
      1 + (index % 14),
      540 + (index % 500),
      900 + 60 * (index % 7),
      index % 5,
    ];
  });
  await work(portal, 'ru', lines);
  await portal.post(clientId);
  return build(portal, clientId, { at: 'day', day: localDay(15) });
}

/** Entry, task, person, day, minute, seconds, comment (−1 = none). */
type WorkLine = [number, number, number, number, number, number, number];

async function work(portal: StoredLedger, language: Language, lines: readonly WorkLine[]): Promise<void> {
  for (const [entryId, task, person, day, minute, seconds, comment] of lines) {
    await portal.work({
      ...{ entryId, taskId: 11 + task, userId: 21 + person, seconds, workedAt: instant(day, minute) },
      comment: words[language].comments[comment] ?? '',
    });
  }
}

async function build(portal: StoredLedger, clientId: number, cut: Cut): Promise<ReportModel> {
  const { portalId } = portal;
  const ground = { ...portal.ground, config: builtBy };
  const built = await portal.inTx((tx) => buildReport(tx, ground, { portalId, clientId, cut }));
  return { ...built.model, seal: '5ea1'.repeat(16) };
}

async function nameClient({ db, portalId }: StoredLedger, clientId: number, name: string): Promise<void> {
  const set = db.updateTable('clients').set({ name });
  await set.where('portal_id', '=', portalId).where('client_id', '=', clientId).execute();
}

/** The portal, its people and its tasks as the mirror knows them. */
export async function settleScene({ db, portalId }: StoredLedger, language: Language): Promise<void> {
  await db
    .insertInto('portals')
    .values({
      ...{
        portal_id: portalId,
        client_endpoint: 'https://cedar.bitrix24.ru/rest/',
        auth_endpoint: '',
        state: 'installed',
        scope: '',
        language,
      },
      ...{
        application_token_sealed: null,
        time_zone: 'Europe/Moscow',
        card: 'old',
        app_version: 1,
        created_at: 1,
      },
      ...{ installed_at: 1, uninstalled_at: null },
    })
    .execute();
  const person = { portal_id: portalId, user_type: 'employee' as const, active: 1, work_position: '' };
  const people = words[language].people.map((name, index) => ({
    ...{ ...person, user_id: 21 + index, name, time_zone: '', asked_at: 1 },
  }));
  await db.insertInto('users').values(people).execute();
  const tags = ['', '1c-integration', 'design-markup', 'own-bug', ''];
  const tasks = words[language].tasks.map((title, index) => ({
    ...{ portal_id: portalId, task_id: 11 + index, group_id: 101, title, status: 3, priority: 1 },
    ...{
      responsible_id: 21,
      created_by: 21,
      parent_id: null,
      deadline_at: null,
      created_at: 1,
      closed_at: null,
    },
    ...{ estimate_seconds: 0, spent_seconds: 0, tags: JSON.stringify([tags[index] ?? '']), chat_id: null },
    ...{ state: 'live' as const, delete_seen_at: null, asked_at: 1 },
  }));
  await db.insertInto('tasks').values(tasks).execute();
}
