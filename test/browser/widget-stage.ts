import { randomUUID } from 'node:crypto';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { openSession, startWorld, type Api, type GivenWorld } from '../given/start-world.js';
import { launchBrowser } from '../harness/browser.js';
import type { PortalOptions } from '../portal/index.js';

/** The real widget in a real browser, inside the simulated portal's page, talking to the real app. */
export interface WidgetStage {
  world: GivenWorld;
  /** Opens a page of the portal as somebody; returns the page and the app in its frame. */
  open: (path: string, userId: number, widthPx?: number) => Promise<OpenedApp>;
  appPath: string;
  stop: () => Promise<void>;
}
export interface OpenedApp {
  page: Page;
  app: FrameLocator;
  /** What went wrong in the browser: script errors, refused resources, answers of 500 and more. */
  faults: string[];
  /** Every address the browser asked for. */
  asked: string[];
}

export async function startStage(portal: PortalOptions): Promise<WidgetStage> {
  const world = await startWorld({ portal });
  const browser = await launchBrowser();
  const work = setInterval(() => void world.app.work(), 500);
  return {
    world,
    appPath: `/marketplace/app/${world.portal.control.app().registration.code}/`,
    open: (path, userId, widthPx = 1280) => openAs(browser, world, { path, userId, widthPx }),
    stop: async () => {
      clearInterval(work);
      await browser.close();
      await world.stop();
    },
  };
}

interface Visit {
  path: string;
  userId: number;
  widthPx: number;
}

async function openAs(browser: Browser, world: GivenWorld, visit: Visit): Promise<OpenedApp> {
  const page = await browser.newPage({ viewport: { width: visit.widthPx, height: 900 }, locale: 'ru-RU' });
  const faults: string[] = [];
  const asked: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/\b40[349]\b/.test(message.text())) faults.push(message.text());
  });
  page.on('request', (request) => asked.push(request.url()));
  page.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} ${response.url()}`);
  });
  const url = new URL(visit.path, world.portal.url);
  url.searchParams.set('as', String(visit.userId));
  await page.goto(url.href);
  return { page, app: page.frameLocator('.app-frame iframe'), faults, asked };
}

/** A client with one group and one package, entered through the widget API as an administrator would. */
export async function giveClient(
  world: GivenWorld,
  client: { name: string; groupId: number; hours: number },
) {
  const admin: Api = await openSession(world.portal, world.appUrl, 1);
  const made = await admin.send('POST', '/clients', {
    requestId: randomUUID(),
    name: client.name,
    groupIds: [client.groupId],
    timeZone: 'Europe/Moscow',
    accountingStartsOn: '2026-01-01',
  });
  const { clientId } = made.body as { clientId: number };
  await world.app.settle({ sweep: true });
  await admin.send('POST', `/clients/${clientId}/packages`, {
    requestId: randomUUID(),
    title: `Пакет ${client.hours} ч`,
    sizeSeconds: client.hours * 3_600,
    boughtOn: '2026-01-01',
    validFrom: '2026-01-01',
  });
  return clientId;
}
