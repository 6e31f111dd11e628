import { createServer, type Server } from 'node:http';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { B24Frame } from '@bitrix24/b24jssdk';
import type { Browser, Frame, Page } from 'playwright-core';
import { type GivenWorld, startWorld } from '../given/start-world.js';
import { launchBrowser } from '../harness/browser.js';
import { type Portal, startPortal } from '../portal/index.js';

declare global {
  interface Window {
    B24Js: { initializeB24Frame: () => Promise<B24Frame> };
    b24: Promise<B24Frame>;
  }
}

async function openAs(browser: Browser, portal: Portal, userId: number, path: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${portal.url}${path}${path.includes('?') ? '&' : '?'}as=${userId}`);
  return page;
}

describe('the app in the portal’s page', () => {
  let browser: Browser;
  let world: GivenWorld;

  beforeAll(async () => {
    [browser, world] = await Promise.all([launchBrowser(), startWorld({ portal: { seed: 'frame' } })]);
  });

  afterAll(async () => {
    await browser.close();
    await world.stop();
  });

  it('is installed by an administrator and by nobody else', async () => {
    const { portal } = world;
    const path = `/marketplace/app/${portal.world.settings.app.code}/`;
    const admin = await openAs(browser, portal, 1, path);
    await admin.getByRole('button', { name: 'Установить' }).click();
    const app = admin.frameLocator('.app-frame iframe');
    await app.getByRole('button', { name: 'Подключить' }).waitFor();

    const performer = await openAs(browser, portal, portal.control.directory()?.performerIds[0] ?? 0, path);
    expect(await performer.locator('.card').innerText()).toContain('ещё не установлено');
    expect(await performer.locator('iframe').count()).toBe(0);

    await app.getByRole('button', { name: 'Подключить' }).click();
    await app.getByRole('button', { name: 'Завершить установку' }).click();
    await admin.waitForURL(/install_finished=Y/);
    expect(portal.control.app().state).toBe('installed');
    expect(portal.control.app().placements.map((row) => row.placement)).toEqual(
      expect.arrayContaining(['LEFT_MENU', 'REST_APP_URI', 'SONET_GROUP_DETAIL_TAB', 'TASK_VIEW_TAB']),
    );
  });

  it('opens from the left menu, in the tab of a group and by a link', async () => {
    const { portal } = world;
    const groupId = portal.control.directory()?.clients[0]?.groupIds[0] ?? 0;
    const page = await openAs(browser, portal, 1, '/');
    await page.locator('.menu').getByRole('link', { name: 'Часы поддержки' }).click();
    // Where the menu needs the room the name is not shown.
    await page.frameLocator('.app-frame iframe').getByText('Анна Орлова').waitFor({ state: 'attached' });
    await page.goto(`${portal.url}/workgroups/group/${groupId}/`);
    await page.locator('.tabs').getByRole('link', { name: 'Часы поддержки' }).click();
    await page.frameLocator('.app-frame iframe').getByText('Эта группа пока без клиента').waitFor();
    const code = portal.world.settings.app.code;
    await page.goto(`${portal.url}/marketplace/view/${code}/?params%5Bview%5D=health`);
    await page.frameLocator('.app-frame iframe').getByRole('heading', { name: 'Состояние' }).waitFor();
  });
});

/** An app of a few lines with the SDK as published, so that every command can be tried by itself. */
describe('the frame protocol of the portal’s page', () => {
  let browser: Browser;
  let server: Server;
  let appUrl: string;
  let portal: Portal;
  let admin: Page;
  const posted: URLSearchParams[] = [];
  const code = 'tests.frame';

  beforeAll(async () => {
    const folder = createRequire(import.meta.url)
      .resolve('@bitrix24/b24jssdk')
      .replace(/dist\/.*$/, 'dist/umd/');
    const sdk = readFileSync(`${folder}index.min.js`);
    server = createServer((request, response) => {
      if (request.url === '/sdk.js') {
        response.writeHead(200, { 'content-type': 'text/javascript' }).end(sdk);
        return;
      }
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        posted.push(new URLSearchParams(Buffer.concat(chunks).toString()));
        response
          .writeHead(200, { 'content-type': 'text/html' })
          .end(
            '<!doctype html><script src="/sdk.js"></script><script>window.b24 = B24Js.initializeB24Frame()</script>',
          );
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    appUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    [browser, portal] = await Promise.all([
      launchBrowser(),
      startPortal({ seed: 'protocol', app: { code, handlerUrl: `${appUrl}/app` } }),
    ]);
    portal.control.installApp({ userId: 1 });
    admin = await openAs(browser, portal, 1, `/marketplace/app/${code}/`);
  });

  afterAll(async () => {
    await browser.close();
    await portal.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  /** The app's frame in a page or a slider, its SDK ready. */
  async function appIn(page: Page, isWanted: (frame: Frame) => boolean = () => true): Promise<Frame> {
    for (const until = Date.now() + 10_000; Date.now() < until; await page.waitForTimeout(50)) {
      const frame = page.frames().find((one) => one.url().startsWith(`${appUrl}/app`) && isWanted(one));
      if (frame === undefined) continue;
      await frame.waitForFunction(() => 'b24' in window);
      await frame.evaluate(async () => void (await window.b24));
      return frame;
    }
    throw new Error('The app did not open');
  }

  it('initialises the SDK during the install and finishes the install', async () => {
    const app = await appIn(admin);
    expect(await app.evaluate(async () => (await window.b24).isInstallMode)).toBe(true);
    await app.evaluate(async () => void (await window.b24).installFinish());
    await admin.waitForURL(/install_finished=Y/);
    expect(portal.control.app().state).toBe('installed');
    const again = await appIn(admin);
    expect(
      await again.evaluate(async () => {
        const b24 = await window.b24;
        return [b24.isInstallMode, b24.placement.placement, b24.getTargetOrigin(), b24.auth.isAdmin];
      }),
    ).toEqual([false, 'DEFAULT', portal.url, true]);
  });

  it('posts what the platform posts', () => {
    const fields = posted.at(-1);
    expect(Object.fromEntries(fields ?? [])).toMatchObject({
      member_id: portal.memberId,
      PLACEMENT: 'DEFAULT',
      AUTH_EXPIRES: '3600',
    });
    expect(JSON.parse(fields?.get('PLACEMENT_OPTIONS') ?? '')).toMatchObject({
      URI: `/marketplace/app/${code}/?install_finished=Y`,
    });
  });

  it('refreshes tokens that REST takes', async () => {
    const app = await appIn(admin);
    portal.control.expireTokens({ userId: 1 });
    const answer = await app.evaluate(async () => {
      const b24 = await window.b24;
      const reply = await b24.actions.v2.call.make({ method: 'profile', params: {}, requestId: 'r1' });
      return reply.getData()?.result as { ID?: string };
    });
    expect(Number(answer.ID)).toBe(1);
  });

  it('keeps options, of the app only for administrators', async () => {
    const app = await appIn(admin);
    await app.evaluate(async () => {
      const { options } = await window.b24;
      await options.appSet('tone', 'calm');
      await options.userSet('theme', 'dark');
    });
    const performerId = portal.control.directory()?.performerIds[0] ?? 0;
    const performer = await openAs(browser, portal, performerId, `/marketplace/app/${code}/`);
    const other = await appIn(performer);
    await other.evaluate(async () => void (await (await window.b24).options.appSet('tone', 'loud')));
    expect(portal.world.data.appOptions).toEqual({ tone: 'calm' });
    expect(portal.world.data.userOptions.get(1)).toEqual({ theme: 'dark' });
  });

  it('gives the frame the size and the page the title it is asked for', async () => {
    const app = await appIn(admin);
    await app.evaluate(async () => {
      const { parent } = await window.b24;
      await parent.setTitle('Часы клиента');
      await parent.resizeWindow(640, 1234);
    });
    const box = await admin.locator('.app-frame iframe').boundingBox();
    expect([box?.width, box?.height]).toEqual([640, 1234]);
    expect(await admin.locator('#pagetitle').innerText()).toBe('Часы клиента');
  });

  it('opens the app over the app and says when it was closed', async () => {
    const app = await appIn(admin);
    const closed = app.evaluate(async () => {
      await (await window.b24).slider.openSliderAppPage({ report: '7', bx24_title: 'Отчёт' });
      return 'closed';
    });
    const upper = await appIn(admin, (frame) => frame !== app);
    expect(await upper.evaluate(async () => (await window.b24).placement.options)).toMatchObject({
      report: '7',
      IFRAME: 'Y',
    });
    await upper.evaluate(async () => void (await window.b24).slider.closeSliderAppPage());
    expect(await closed).toBe('closed');
    expect(await admin.locator('.slider').count()).toBe(0);
  });

  it('opens pages of the portal, and none that the platform refuses', async () => {
    const app = await appIn(admin);
    const taskId = portal.control.truth().tasks[0]?.id ?? 0;
    const closed = app.evaluate(async (id) => {
      const { slider } = await window.b24;
      const url = slider.getUrl(`/company/personal/user/1/tasks/task/view/${id}/`);
      return (await slider.openPath(url, 1200)).isClose;
    }, taskId);
    await admin.frameLocator('.slider iframe').locator(`[data-task="${taskId}"]`).waitFor();
    await admin.keyboard.press('Escape');
    expect(await closed).toBe(true);
    const refused = await app.evaluate(async () => {
      const { message } = (await window.b24).parent;
      return message.send('openPath', { path: '/control/truth' }) as Promise<unknown>;
    });
    expect(refused).toEqual({ result: 'error', errorCode: 'PATH_NOT_AVAILABLE' });
  });

  it('lets the person pick colleagues', async () => {
    const app = await appIn(admin);
    const chosen = app.evaluate(async () => (await window.b24).dialog.selectUsers());
    const dialog = admin.locator('dialog[open]');
    await dialog.getByLabel('Мария Левашова').check();
    await dialog.getByLabel('Елена Ручьёва').check();
    await dialog.getByRole('button', { name: 'Выбрать' }).click();
    expect((await chosen).map((user) => user.name)).toEqual(['Мария Левашова', 'Елена Ручьёва']);
  });

  it('stands in the card of a task, in the groups it was bound for only', async () => {
    const app = await appIn(admin);
    const { tasks } = portal.control.truth();
    const inside = tasks.find((row) => row.groupId !== 0);
    const outside = tasks.find((row) => row.groupId !== inside?.groupId);
    const params = {
      PLACEMENT: 'TASK_VIEW_TAB',
      HANDLER: `${appUrl}/app`,
      LANG_ALL: { ru: { TITLE: 'Часы задачи' } },
      OPTIONS: { groupId: String(inside?.groupId) },
    };
    await app.evaluate(async (given) => {
      await (
        await window.b24
      ).actions.v2.call.make({ method: 'placement.bind', params: given, requestId: 'b1' });
    }, params);
    const page = await openAs(browser, portal, 1, `/company/personal/user/1/tasks/task/view/${inside?.id}/`);
    await page.getByRole('link', { name: 'Часы задачи' }).click();
    const inTask = await appIn(page);
    expect(
      await inTask.evaluate(async () => {
        const { placement } = await window.b24;
        return [placement.placement, placement.options];
      }),
    ).toEqual(['TASK_VIEW_TAB', expect.objectContaining({ taskId: String(inside?.id) })]);
    await page.goto(`${portal.url}/company/personal/user/1/tasks/task/view/${outside?.id}/`);
    expect(await page.getByRole('link', { name: 'Часы задачи' }).count()).toBe(0);
  });

  it('answers nobody who does not know the APP_SID, and ignores what it does not know', async () => {
    const app = await appIn(admin);
    const answers = await app.evaluate(async () => {
      const heard: unknown[] = [];
      window.addEventListener('message', (event) => heard.push(String(event.data).split(':')[0]));
      const sid = window.name.split('|')[2] ?? '';
      const say = (text: string): void => window.parent.postMessage(text, '*');
      say('getInitData:wrong:0123456789abcdef0123456789abcdef');
      say(`noSuchCommand:unknown:${sid}`);
      say(`getInterface:known:${sid}`);
      await new Promise((resolve) => setTimeout(resolve, 400));
      return heard;
    });
    expect(answers).toEqual(['known']);
  });
});
