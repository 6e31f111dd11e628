import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveClient, startStage, type WidgetStage } from './widget-stage.js';

let stage: WidgetStage;
let clientId: number;

beforeAll(async () => {
  stage = await startStage({ seed: 'widget-tables' });
  await stage.world.install();
  const groupId = stage.world.portal.control.directory()?.clients[0]?.groupIds[0] ?? 0;
  clientId = await giveClient(stage.world, { name: 'Тёплый Кедр', groupId, hours: 100 });
});
afterAll(() => stage.stop());

describe('the ledger as a table', () => {
  it('sorts by the keyboard, keeps its order in the address, saves what is shown and prints every line', async () => {
    const { code } = stage.world.portal.control.app().registration;
    const { page, app, faults } = await stage.open(
      `/marketplace/view/${code}/?params[client]=${clientId}&params[view]=ledger`,
      1,
    );
    await app.getByText('Это все строки').waitFor({ timeout: 120_000 });
    const frame = page.frames().find((one) => one.url().startsWith(stage.world.appUrl));
    const sizes = async () => ({
      held: Number(await app.locator('.ledger-table').getAttribute('aria-rowcount')) - 1,
      shown: await app.locator('.ledger-row').count(),
    });
    const before = await sizes();
    expect(before.shown).toBeLessThan(before.held);

    await app.getByRole('button', { name: 'Кто', exact: true }).focus();
    await page.keyboard.press('Enter');
    await app.locator('th[aria-sort="ascending"]', { hasText: 'Кто' }).waitFor();
    expect(await frame?.evaluate(() => location.hash)).toContain('sort=who');
    const first = app.locator('.ledger-row').first().locator('td').nth(3);
    const people = new Set(await app.locator('.ledger-row td:nth-child(4)').allTextContents());
    expect(await first.textContent()).toBe(
      [...people].sort((a, b) => new Intl.Collator('ru').compare(a, b))[0],
    );

    const saved = page.waitForEvent('download');
    await app.getByRole('button', { name: 'CSV' }).click();
    const rows = readFileSync((await (await saved).path()) ?? '', 'utf8').split('\r\n');
    expect(rows.length - 1).toBe(before.held);
    expect(rows[0]).toContain('Изменение, ч');

    await frame?.evaluate(() => void window.dispatchEvent(new Event('beforeprint')));
    await app
      .locator('.ledger-row')
      .nth(before.held - 1)
      .waitFor({ state: 'attached' });
    expect((await sizes()).shown).toBe(before.held);
    expect(faults).toEqual([]);
  });
});
