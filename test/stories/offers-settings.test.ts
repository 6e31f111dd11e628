import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from '@jest/globals';
import { crmDefaults, givenShop, type Shop } from '../given/offers-shop.js';
import { balanceOf, live, TODAY } from '../given/review-client.js';
import { openSession } from '../given/start-world.js';

const HOUR = 3_600;
const MINUTE_MS = 60_000;

const open: Shop[] = [];
afterEach(async () => {
  for (const shop of open.splice(0)) await shop.world.stop();
});
async function given(...options: Parameters<typeof givenShop>): Promise<Shop> {
  const shop = await givenShop(...options);
  open.push(shop);
  return shop;
}

it('costs no request while nobody is linked, and one each quarter of an hour then', async () => {
  const shop = await given({ now: `${TODAY}T12:00:00+03:00` }, false);
  const { world, admin, clientId, companyId } = shop;
  const { control } = world.portal;
  const live25Minutes = async () => {
    control.resetStats();
    await live(world, { ms: 25 * MINUTE_MS, stepMs: 5 * MINUTE_MS });
    const { methods, restRequests } = control.stats();
    return { asked: methods['crm.item.list']?.inner ?? 0, restRequests };
  };
  const alone = await live25Minutes();
  const link = { requestId: randomUUID(), companyId };
  expect((await admin.send('PUT', `/clients/${clientId}/company`, link)).status).toBe(200);
  const linked = await live25Minutes();
  // Deals and invoices, twice, each time in one request.
  expect([alone.asked, linked.asked]).toEqual([0, 4]);
  expect(linked.restRequests - alone.restRequests).toBeLessThanOrEqual(3);
});

it('a portal that refuses CRM keeps everything else, and the settings say so; granted later, it goes on', async () => {
  const shop = await given({}, false);
  const { world, admin, clientId, companyId } = shop;
  const { control } = world.portal;
  const { scopes } = control.app().registration;
  control.registerApp({ scopes: scopes.filter((scope) => scope !== 'crm') });
  control.uninstallApp({ clean: false });
  await control.flushEvents();
  await world.install();
  const bound = () => control.app().bindings.map(({ event }) => event);
  expect(bound()).toContain('ONTASKUPDATE');
  expect(bound()).not.toContain('ONCRMDEALUPDATE');
  await shop.work(2);
  expect(await balanceOf(admin, clientId)).toMatchObject({ overageSeconds: 2 * HOUR });
  const link = () =>
    admin.send('PUT', `/clients/${clientId}/company`, { requestId: randomUUID(), companyId });
  expect(await link()).toMatchObject({ status: 409, body: { code: 'CRM_REFUSED' } });
  expect((await admin.get('/crm/settings')).body).toMatchObject({ access: 'refused' });
  control.registerApp({ scopes });
  expect((await admin.send('POST', '/portal/repair', {})).body).toMatchObject({
    boundEvents: ['ONCRMDEALUPDATE', 'ONCRMDYNAMICITEMUPDATE'],
  });
  expect((await link()).status).toBe(200);
  shop.win(shop.deal(5));
  await control.flushEvents();
  await world.app.settle();
  expect(await shop.offer()).toMatchObject({ sizeSeconds: 5 * HOUR });
});

it('shows what there is to choose from, and what the last deals would give', async () => {
  const shop = await given();
  const { admin, world } = shop;
  expect((await admin.get('/crm/settings')).body).toMatchObject({
    ...{ access: 'granted', linkedClients: 1 },
    pipelines: [
      { id: '5', name: 'Поддержка' },
      { id: '0', name: 'Общая' },
    ],
    paidStages: [
      { id: 'DT31_3:N' },
      { id: 'DT31_3:S' },
      { id: 'DT31_3:P', success: true },
      { id: 'DT31_3:D' },
    ],
    dealFields: [{ id: 'ufCrm_HOURS', name: 'Часов в пакете' }, { id: 'ufCrm_CONTRACT' }],
  });
  shop.win(shop.deal(20));
  world.portal.control.createCrmItem({
    ...{ entityTypeId: 2, title: 'Чужая', fields: { stageId: 'WON', companyId: 999 } },
  });
  const answer = await admin.send('POST', '/crm/preview', { settings: { ...crmDefaults, title: 'hours' } });
  expect(answer.body).toMatchObject({
    items: [
      {
        itemTitle: 'Пакет для магазина',
        clientName: 'Магазин',
        title: '',
        sizeSeconds: 20 * HOUR,
        leftOut: null,
      },
      { itemTitle: 'Чужая', clientName: null, sizeSeconds: null, leftOut: 'no-client' },
    ].reverse(),
  });
  const found = await admin.get(`/crm/companies?words=${encodeURIComponent('магаз')}`);
  expect(found.body).toEqual({
    companies: [{ companyId: shop.companyId, name: 'Магазин, ООО', clientId: shop.clientId }],
  });
});

it('drafts the next package once the terms say so, and takes it back when somebody sells one', async () => {
  const shop = await given({}, false);
  const { admin, clientId, world } = shop;
  const terms = (await admin.get(`/clients/${clientId}/terms`)).body as {
    terms: { packages: Record<string, unknown> };
  };
  const packages = { ...terms.terms.packages, draftNextAtPercent: 80, validMonths: 6 };
  const changed = {
    ...{ requestId: randomUUID(), effectiveFrom: TODAY, terms: { ...terms.terms, packages } },
  };
  expect((await admin.send('POST', `/clients/${clientId}/terms`, changed)).status).toBeLessThan(300);
  await shop.sell(10);
  await shop.work(7);
  expect((await shop.offers()).open).toEqual([]);
  await shop.work(1);
  expect(await shop.offer()).toMatchObject({
    ...{ source: 'next-package', title: '10 часов', sizeSeconds: 10 * HOUR },
    ...{ validFrom: TODAY, expiresOn: '2026-09-01' },
    reckoned: { by: 'last-package', packageId: 1, usedPercent: 80 },
  });
  await shop.work(1);
  const told = world.portal.control.truth().notices.filter(({ text }) => text.includes('следующий пакет'));
  expect(told).toHaveLength(1);
  await shop.decide(await shop.offer(), 'accept');
  await world.app.settle();
  expect((await shop.offers()).open).toEqual([]);
  expect(await balanceOf(admin, clientId)).toMatchObject({ balanceSeconds: 11 * HOUR });
  await shop.work(9);
  expect(await shop.offer()).toMatchObject({ externalId: `${clientId}.2` });
  await shop.sell(40);
  expect((await shop.offers()).open).toEqual([]);
});

it('settings and companies of CRM are for those who may set and manage', async () => {
  const shop = await given();
  const { world } = shop;
  const guest = await openSession(world.portal, world.appUrl, shop.userId);
  const settings = { settings: crmDefaults, requestId: randomUUID() };
  expect(guest.role).toBe('performer');
  expect((await guest.get('/crm/settings')).status).toBe(403);
  expect((await guest.send('PUT', '/crm/settings', settings)).status).toBe(403);
  expect((await guest.send('POST', '/crm/preview', settings)).status).toBe(403);
  expect((await guest.get('/crm/companies')).status).toBe(403);
  expect((await guest.get(`/clients/${shop.clientId}/offers`)).status).toBe(404);
  const other = await shop.addClient('Другой', world.portal.control.createGroup({ name: 'Другой' }).id);
  const link = { requestId: randomUUID(), companyId: shop.companyId };
  expect(await shop.admin.send('PUT', `/clients/${other}/company`, link)).toMatchObject({
    ...{ status: 409, body: { code: 'COMPANY_TAKEN' } },
  });
  const absent = { requestId: randomUUID(), companyId: 99_999 };
  expect((await shop.admin.send('PUT', `/clients/${other}/company`, absent)).status).toBe(404);
});
