import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClientEdit } from '../../server/api/index.js';
import { openSession } from '../given/start-world.js';
import { giveClient, startStage, type WidgetStage } from './widget-stage.js';

describe('who sees what', () => {
  let stage: WidgetStage;
  let contactId: number;
  let performerId: number;
  let ownClient: number;
  let otherClient: number;

  beforeAll(async () => {
    stage = await startStage({ seed: 'widget-roles' });
    await stage.world.install();
    const directory = stage.world.portal.control.directory();
    const [own, other] = directory?.clients ?? [];
    contactId = own?.contactIds[0] ?? 0;
    performerId = directory?.performerIds[0] ?? 0;
    ownClient = await giveClient(stage.world, { name: 'Свой', groupId: own?.groupIds[0] ?? 0, hours: 50 });
    otherClient = await giveClient(stage.world, {
      name: 'Чужой',
      groupId: other?.groupIds[0] ?? 0,
      hours: 20,
    });
  });
  afterAll(() => stage.stop());

  it('leads a client straight to its own balance, packages and reports, with nothing to press', async () => {
    const { app, faults } = await stage.open(stage.appPath, contactId);
    await app.getByRole('heading', { name: 'Свой', level: 1 }).waitFor();
    await app.getByRole('heading', { name: 'Пакет 50 ч' }).waitFor();
    const sections = app.getByRole('navigation', { name: 'Разделы клиента' }).getByRole('link');
    expect(await sections.allInnerTexts()).toEqual(['Пакеты', 'План', 'Отчёты']);
    expect(await app.getByRole('button', { name: /Добавить|Подготовить/ }).count()).toBe(0);
    expect(await app.getByRole('link', { name: 'Состояние' }).count()).toBe(0);
    expect(await app.getByText('Чужой').count()).toBe(0);
    expect(await app.getByRole('button', { name: 'Изменить' }).count()).toBe(0);
    expect(faults).toEqual([]);
  });

  it('explains its figures by the keyboard: heads and the sum to a manager, the gap to the last report to a client', async () => {
    const list = await stage.open(stage.appPath, 1);
    for (const [word, text] of [
      ['Остаток', 'Неизрасходованные часы действующих пакетов'],
      ['Расход за 12 недель', 'за последние семь дней'],
      ['Итого', 'Сумма остатков'],
    ] as const) {
      const mark = list.app.getByRole('button', { name: `Что значит «${word}»`, exact: true });
      await mark.focus();
      await list.page.keyboard.press('Enter');
      await list.app.getByRole('note').getByText(text).waitFor();
      await list.page.keyboard.press('Escape');
      await list.app.getByRole('note').waitFor({ state: 'detached' });
      expect(await mark.evaluate((one) => one === document.activeElement)).toBe(true);
    }

    const own = await stage.open(stage.appPath, contactId);
    const head = own.app.getByRole('region', { name: 'Свой' });
    await head.getByText('Ещё не в отчёте').waitFor();
    for (const [word, text] of [
      ['Списано', /Отчёт показывает столько, сколько было на его дату/],
      ['Ещё не в отчёте', /Эти часы войдут в следующий/],
    ] as const) {
      await head.getByRole('button', { name: `Что значит «${word}»`, exact: true }).press('Enter');
      await own.app.getByRole('note').getByText(text).waitFor();
      await own.page.keyboard.press('Escape');
      await own.app.getByRole('note').waitFor({ state: 'detached' });
    }
    expect([...list.faults, ...own.faults]).toEqual([]);
  });

  it('refuses a client everything else when the server is asked directly', async () => {
    const api = await openSession(stage.world.portal, stage.world.appUrl, contactId);
    expect(api.role).toBe('client');
    expect((await api.get(`/clients/${ownClient}`)).status).toBe(200);
    expect((await api.get(`/clients/${otherClient}`)).status).toBe(404);
    expect((await api.get('/portal/health')).status).toBe(403);
    const gift = {
      requestId: randomUUID(),
      title: 'Подарок',
      sizeSeconds: 3_600,
      boughtOn: '2026-01-01',
      validFrom: '2026-01-01',
    };
    expect((await api.send('POST', `/clients/${ownClient}/packages`, gift)).status).toBe(403);
    expect((await api.send('POST', `/clients/${otherClient}/packages`, gift)).status).toBeGreaterThanOrEqual(
      403,
    );
  });

  it('lets a manager change the clients they are listed for, and nothing else', async () => {
    const { world } = stage;
    const directory = world.portal.control.directory();
    const managerId = directory?.managerIds[0] ?? 0;
    const admin = await openSession(world.portal, world.appUrl, 1);
    const edit = (await admin.get(`/clients/${ownClient}/edit`)).body as ClientEdit;
    const { name, groupIds, timeZone } = edit;
    const listed = { requestId: randomUUID(), name, groupIds, timeZone, managerIds: [managerId] };
    expect((await admin.send('PUT', `/clients/${ownClient}`, listed)).status).toBe(200);

    const { app, faults } = await stage.open(stage.appPath, managerId);
    await app.getByRole('link', { name: 'Свой' }).first().click();
    await app.getByRole('button', { name: 'Изменить клиента', exact: true }).click();
    await app.getByLabel('Название клиента').fill('Свой и новый');
    await app.getByRole('button', { name: 'Сохранить' }).click();
    await app.getByRole('heading', { name: 'Свой и новый', level: 1 }).waitFor();
    expect(await app.getByRole('link', { name: 'Настройки' }).count()).toBe(0);
    expect(faults).toEqual([]);

    const api = await openSession(world.portal, world.appUrl, managerId);
    expect((await api.get(`/clients/${otherClient}`)).status).toBe(404);
    expect((await api.get(`/clients/${otherClient}/edit`)).status).toBe(404);
    expect((await api.get('/terms')).status).toBe(403);
    expect((await api.get('/crm/settings')).status).toBe(403);
    expect((await api.send('POST', '/portal/repair', {})).status).toBe(403);
    const again = (await api.get(`/clients/${ownClient}/edit`)).body as ClientEdit;
    expect(again.managers.map((one) => one.userId)).toEqual([managerId]);
  });

  it('takes an archived client from its own people, and gives it back', async () => {
    const { world } = stage;
    const admin = await openSession(world.portal, world.appUrl, 1);
    const contact = await openSession(world.portal, world.appUrl, contactId);
    const put = (archived: boolean) =>
      admin.send('POST', `/clients/${ownClient}/archive`, { requestId: randomUUID(), archived });
    expect((await put(true)).status).toBe(200);
    expect((await contact.get(`/clients/${ownClient}`)).status).toBe(404);
    expect((await admin.get(`/clients/${ownClient}`)).body).toMatchObject({ mayManage: false });
    expect((await put(false)).status).toBe(200);
    expect((await contact.get(`/clients/${ownClient}`)).status).toBe(200);
  });

  it('offers a performer no client to change', async () => {
    const { app } = await stage.open(stage.appPath, performerId);
    await app.getByRole('heading', { name: 'Доска', level: 1 }).waitFor();
    expect(await app.getByRole('link', { name: 'Доска' }).getAttribute('aria-current')).toBe('page');
    for (const name of ['Клиенты', 'Внимание', 'Состояние', 'Настройки'])
      expect([name, await app.getByRole('link', { name, exact: true }).count()]).toEqual([name, 0]);
    expect(await app.getByRole('button', { name: 'Добавить клиента' }).count()).toBe(0);
    const api = await openSession(stage.world.portal, stage.world.appUrl, performerId);
    expect((await api.get(`/clients/${ownClient}`)).status).toBe(404);
    for (const path of ['/clients/archived', '/sample-report?language=ru', '/alerts', '/portal/health'])
      expect([path, (await api.get(path)).status]).toEqual([path, 403]);
  });

  it('shows nothing of the portal outside of it', async () => {
    const { page } = await stage.open('/', 1);
    const answer = await page.goto(`${stage.world.appUrl}/app`);
    expect(answer?.status()).toBe(200);
    expect(await page.locator('body').innerText()).not.toContain('Свой');
  });
});
