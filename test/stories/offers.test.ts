import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from '@jest/globals';
import { givenShop, hourRow, type Shop } from '../given/offers-shop.js';
import { balanceOf, live, TODAY } from '../given/review-client.js';
import { eachDatabase } from '../harness/databases.js';

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

eachDatabase((database) => {
  it('a won deal whose event is lost is found by the sweep, offered, accepted once, and the portal is left as it was', async () => {
    const shop = await given({ databaseUrl: await database.migratedUrl() });
    const { world, admin, clientId } = shop;
    const { control } = world.portal;
    await shop.work(3);
    const dealId = shop.deal(20);
    control.setEvents({ lostShare: 1 });
    shop.win(dealId);
    await world.app.settle();
    expect((await shop.offers()).open).toEqual([]);
    const before = JSON.stringify(control.crmItems());
    await live(world, { ms: 16 * MINUTE_MS, stepMs: 8 * MINUTE_MS });
    const offer = await shop.offer();
    expect(offer).toMatchObject({
      ...{
        source: 'crm-deal',
        externalId: String(dealId),
        title: 'Пакет для магазина',
        sizeSeconds: 20 * HOUR,
      },
      ...{ priceMinor: 6_000_000, currency: 'RUB', boughtOn: TODAY, validFrom: TODAY, expiresOn: null },
      reckoned: { by: 'products', rows: [{ name: 'Час поддержки', quantity: 20, hours: 20 }] },
    });
    expect(await balanceOf(admin, clientId)).toMatchObject({ balanceSeconds: -3 * HOUR });
    expect(control.truth().notices).toMatchObject([
      { userId: 1, text: expect.stringContaining('Выиграна сделка «Пакет для магазина»') },
    ]);
    const requestId = randomUUID();
    for (let times = 0; times < 2; times += 1)
      expect((await shop.decide(offer, 'accept', { requestId })).status).toBe(200);
    expect((await shop.decide(offer, 'accept')).body).toMatchObject({ code: 'OFFER_DECIDED' });
    await world.app.settle({ sweep: true });
    expect(await balanceOf(admin, clientId)).toMatchObject({ balanceSeconds: 17 * HOUR, overageSeconds: 0 });
    const { open: left, decided } = await shop.offers();
    expect([left, decided.map((one) => [one.state, one.packageId, one.later])]).toEqual([
      [],
      [['accepted', 1, null]],
    ]);
    const { body } = await admin.get(`/clients/${clientId}`);
    expect(body).toMatchObject({ packages: [{ source: 'crm-deal', title: 'Пакет для магазина' }] });
    expect(JSON.stringify(control.crmItems())).toBe(before);
  });

  it('a paid invoice offers a paid package; one of an offered deal only pays for it', async () => {
    const shop = await given({ databaseUrl: await database.migratedUrl() });
    const { world, admin, clientId, companyId } = shop;
    const { control } = world.portal;
    await shop.settings({ hours: { by: 'price', priceMinor: 300_000, currency: 'RUB' } });
    const invoice = (fields: Record<string, string | number>) => {
      const whole = { companyId, opportunity: 30_000, stageId: 'DT31_3:S', ...fields };
      return control.createCrmItem({ entityTypeId: 31, title: 'Счёт № 7', fields: whole }).id;
    };
    const alone = invoice({});
    shop.win(alone, 'DT31_3:P');
    await control.flushEvents();
    await world.app.settle();
    const offer = await shop.offer();
    expect(offer).toMatchObject({ source: 'smart-invoice', sizeSeconds: 10 * HOUR, priceMinor: 3_000_000 });
    await shop.decide(offer, 'accept', { paid: true });
    const dealId = shop.deal(20);
    shop.win(dealId);
    await control.flushEvents();
    await world.app.settle();
    shop.win(invoice({ parentId2: dealId }), 'DT31_3:P');
    await control.flushEvents();
    await world.app.settle({ sweep: true });
    expect(await shop.offer()).toMatchObject({
      source: 'crm-deal',
      externalId: String(dealId),
      paidOn: TODAY,
    });
    expect(await balanceOf(admin, clientId)).toMatchObject({ balanceSeconds: 10 * HOUR });
  });

  it('one deal has one offer: won twice, re-opened, changed; after the decision changes are only told', async () => {
    const shop = await given({ databaseUrl: await database.migratedUrl() });
    const { world, clientId, admin } = shop;
    const { control } = world.portal;
    const seen = async () => {
      await control.flushEvents();
      await world.app.settle();
      return shop.offers();
    };
    control.setEvents({ doubledShare: 1 });
    const dealId = shop.deal(20);
    shop.win(dealId);
    expect((await seen()).open).toHaveLength(1);
    shop.win(dealId, 'EXECUTING');
    expect((await seen()).open).toEqual([]);
    shop.win(dealId);
    const before = await shop.offer().catch(async () => (await seen()).open[0]);
    control.updateCrmItem({ id: dealId, productRows: [{ ...hourRow, quantity: 30 }] });
    const [changed] = (await seen()).open;
    expect(changed).toMatchObject({ sizeSeconds: 30 * HOUR, priceMinor: 9_000_000 });
    if (!before || !changed) throw new Error('No offer');
    expect((await shop.decide(before, 'accept')).body).toMatchObject({ code: 'OFFER_CHANGED' });
    expect((await shop.decide(changed, 'accept')).status).toBe(200);
    control.updateCrmItem({ id: dealId, productRows: [{ ...hourRow, quantity: 40 }] });
    const told = (await seen()).decided[0];
    expect(told?.later).toEqual({
      won: true,
      sizeSeconds: 40 * HOUR,
      priceMinor: 12_000_000,
      currency: 'RUB',
    });
    expect(await balanceOf(admin, clientId)).toMatchObject({ balanceSeconds: 30 * HOUR });
    if (told) await shop.decide(told, 'seen');
    await world.app.settle({ sweep: true });
    expect((await shop.offers()).decided[0]?.later).toBeNull();
    shop.win(dealId, 'LOSE');
    expect((await seen()).decided[0]?.later).toMatchObject({ won: false });
  });

  it('what a manager dismissed stays dismissed, with its reason', async () => {
    const shop = await given({ databaseUrl: await database.migratedUrl() });
    shop.win(shop.deal(20));
    await shop.world.app.settle({ sweep: true });
    expect((await shop.decide(await shop.offer(), 'dismiss', { reason: 'не наши работы' })).status).toBe(200);
    await shop.world.app.settle({ sweep: true });
    const { open: left, decided } = await shop.offers();
    expect([left, decided[0]?.state, decided[0]?.reason]).toEqual([[], 'dismissed', 'не наши работы']);
  });
});

it('a deleted deal and one of another pipeline, another time or no hours', async () => {
  const shop = await given();
  const { world } = shop;
  const { control } = world.portal;
  await shop.settings({ pipelines: [5] });
  shop.win(shop.deal(10));
  await world.app.settle({ sweep: true });
  expect((await shop.offers()).open).toEqual([]);
  const dealId = shop.deal(0);
  shop.win(dealId, 'C5:WON');
  await world.app.settle({ sweep: true });
  expect(await shop.offer()).toMatchObject({
    sizeSeconds: null,
    reckoned: { by: 'nothing', what: 'no-rows' },
  });
  control.deleteCrmItem({ id: dealId });
  await world.app.settle({ sweep: true });
  expect((await shop.offers()).open).toEqual([]);
});

it('offers may be accepted by the setting, by the app itself', async () => {
  const shop = await given();
  await shop.settings({ accept: 'automatic', hours: { by: 'field', deal: 'ufCrm_HOURS', invoice: null } });
  shop.win(shop.deal(0, { ufCrm_HOURS: 12.5 }));
  await shop.world.app.settle({ sweep: true });
  await shop.world.app.settle({ sweep: true });
  expect(await balanceOf(shop.admin, shop.clientId)).toMatchObject({ balanceSeconds: 12.5 * HOUR });
  expect((await shop.offers()).decided).toMatchObject([{ state: 'accepted', decidedBy: null }]);
});
