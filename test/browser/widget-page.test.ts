import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveClient, startStage, type WidgetStage } from './widget-stage.js';

const built = join(import.meta.dirname, '..', '..', 'dist', 'widget');
interface Chunk {
  file: string;
  isEntry?: boolean;
  imports?: string[];
  css?: string[];
}

describe('the page of the widget', () => {
  let stage: WidgetStage;

  beforeAll(async () => {
    stage = await startStage({ seed: 'widget-page' });
    await stage.world.install();
    const groupId = stage.world.portal.control.directory()?.clients[0]?.groupIds[0] ?? 0;
    await giveClient(stage.world, { name: 'Тёплый Кедр', groupId, hours: 100 });
  });
  afterAll(() => stage.stop());

  it('asks no other host, puts no token into an address and keeps nothing in the browser', async () => {
    const { page, app, asked, faults } = await stage.open(stage.appPath, 1);
    await app.getByRole('link', { name: 'Тёплый Кедр' }).click();
    await app.getByRole('heading', { name: 'Пакеты часов' }).waitFor();
    const hosts = new Set([stage.world.portal.url, stage.world.appUrl].map((url) => new URL(url).host));
    expect(
      asked
        .map((url) => new URL(url))
        .filter((url) => !url.protocol.startsWith('data') && !hosts.has(url.host)),
    ).toEqual([]);
    expect(asked.filter((url) => /AUTH_ID|access_token|Bearer|token=/i.test(url))).toEqual([]);
    const frame = page.frames().find((one) => one.url().startsWith(stage.world.appUrl));
    const kept = await frame?.evaluate(() => [localStorage.length, sessionStorage.length]);
    expect(kept).toEqual([0, 0]);
    // The portal's own page keeps who acts in it; a cookie knows no port.
    const cookies = await page.context().cookies();
    expect(cookies.filter((cookie) => !cookie.name.startsWith('portal_user_'))).toEqual([]);
    expect(faults).toEqual([]);
  });

  it.each([360, 1280, 2560])('has no scrollbar of the frame at %i px', async (widthPx) => {
    const { code } = stage.world.portal.control.app().registration;
    const start = `/marketplace/view/${code}/?params[client]=1`;
    const { page, app } = await stage.open(start, 1, widthPx);
    await app.getByRole('heading', { level: 2 }).first().waitFor();
    const frame = page.frames().find((one) => one.url().startsWith(stage.world.appUrl));
    for (const view of ['ledger', 'reports', 'schedule', 'terms', 'packages']) {
      const answered = page.waitForResponse((response) => response.url().includes('/clients/1'));
      await frame?.evaluate((hash) => (location.hash = hash), `#/clients/1/${view}`);
      await answered;
      await app.getByRole('heading', { level: 2 }).first().waitFor();
      // The portal page answers a new height a moment later.
      const over = async () =>
        frame?.evaluate(() => {
          const root = document.documentElement;
          return {
            view: location.hash,
            wide: root.scrollWidth > root.clientWidth,
            high: root.scrollHeight > root.clientHeight,
          };
        });
      let last = await over();
      for (let tries = 0; tries < 20 && (last?.wide || last?.high); tries += 1) {
        await page.waitForTimeout(100);
        last = await over();
      }
      expect(last).toEqual({ view: `#/clients/1/${view}`, wide: false, high: false });
    }
    await page.close();
  });

  it('goes dark and remembers it with the portal', async () => {
    const { page, app } = await stage.open(stage.appPath, 1);
    await app.getByRole('button', { name: 'Тёмная тема' }).click();
    await app.getByRole('button', { name: 'Светлая тема' }).waitFor();
    await page.waitForTimeout(300);
    const again = await stage.open(stage.appPath, 1);
    await again.app.getByRole('button', { name: 'Светлая тема' }).waitFor();
  });

  it('is light: 230 KB of JavaScript and 60 KB of CSS before the first paint, the SDK apart', () => {
    const chunks = JSON.parse(readFileSync(join(built, '.vite', 'manifest.json'), 'utf8')) as Record<
      string,
      Chunk
    >;
    const sizeOf = (file: string) => gzipSync(readFileSync(join(built, file))).length;
    const needed = new Set<string>();
    const add = (name: string) => {
      if (needed.has(name)) return;
      needed.add(name);
      for (const other of chunks[name]?.imports ?? []) add(other);
    };
    const entry = Object.keys(chunks).find((name) => chunks[name]?.isEntry) ?? '';
    for (const name of [entry, '../virtual:texts/ru/first', 'clients/ClientsScreen.vue']) add(name);
    const files = [...needed].flatMap((name) => chunks[name] ?? []);
    const styles = new Set(files.flatMap((chunk) => chunk.css ?? []));
    const sum = (names: Iterable<string>) => [...names].reduce((total, name) => total + sizeOf(name), 0);
    expect(sum(files.map((chunk) => chunk.file))).toBeLessThanOrEqual(230_000);
    expect(sum(styles)).toBeLessThanOrEqual(60_000);
    const sdk = Object.entries(chunks).filter(([name]) => name.includes('b24jssdk'));
    expect(sdk.length).toBe(1);
    expect(sum(sdk.map(([, chunk]) => chunk.file))).toBeLessThanOrEqual(80_000);
  });
});
