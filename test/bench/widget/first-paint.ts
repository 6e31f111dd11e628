import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Route } from 'playwright-core';
import type { GivenWorld } from '../../given/start-world.js';
import { compiledNames, slowness, workedMs } from './frames.js';

export interface Paint {
  /** From the start of the portal's page until what was asked for is drawn. */
  usefulMs: number;
  /** The first thing of ours that was drawn at all, from the same start. */
  firstMs: number;
  /** What the page's thread itself worked until then. */
  workMs: number;
  /** How many times slower the page really was. */
  slowness: number;
  /** How far what was drawn jumped about afterwards. */
  cls: number;
  /** Files of ours the browser had asked for by then. */
  files: string[];
  foreignHosts: string[];
}

export interface PaintRequest {
  path: string;
  /** What is useful: drawn when this is there. */
  selector: string;
  /** Files to serve in place of the built ones. */
  built?: string;
  /** A page to serve in place of the app's. */
  html?: string;
  /** How many times slower the CPU is. */
  cpu: number;
}

interface Seen {
  firstAt?: number;
  paintAt?: number;
  cls: number;
  files: string[];
}

/** Opens a page of the portal with nothing in the browser's memory. */
export async function firstPaint(browser: Browser, world: GivenWorld, request: PaintRequest): Promise<Paint> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'ru-RU' });
  try {
    const hosts = new Set<string>();
    context.on('request', (asked) => hosts.add(new URL(asked.url()).host));
    await context.addInitScript(compiledNames);
    await context.addInitScript(watchPaint, request.selector);
    await serveInstead(context, world, request);
    const page = await context.newPage();
    // A page of the same process, from which the slowness is taken along.
    await page.goto(new URL('/robots.txt', world.portal.url).href);
    const cdp = await context.newCDPSession(page);
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: request.cpu });
    const before = await workedMs(cdp);
    const url = new URL(request.path, world.portal.url);
    url.searchParams.set('as', '1');
    await page.goto(url.href);
    await page
      .frameLocator('.app-frame iframe')
      .locator(request.selector)
      .first()
      .waitFor({ timeout: 120_000 });
    const frame = page.frames().find((one) => one.url().startsWith(world.appUrl));
    if (!frame) throw new Error('The app has no frame');
    await frame.waitForFunction(() => (window as unknown as { seen: Seen }).seen.paintAt !== undefined);
    const workMs = Math.round((await workedMs(cdp)) - before);
    // What comes late may still push what is drawn.
    await frame.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
    await page.waitForTimeout(1_000);
    const seen = await frame.evaluate(() => (window as unknown as { seen: Seen }).seen);
    const startedAt = await page.evaluate(() => performance.timeOrigin);
    const own = new Set([world.portal.url, world.appUrl].map((address) => new URL(address).host));
    return {
      usefulMs: Math.round((seen.paintAt ?? 0) - startedAt),
      firstMs: Math.round((seen.firstAt ?? 0) - startedAt),
      workMs,
      slowness: request.cpu === 1 ? 1 : await slowness({ page, frame, cdp }, request.cpu),
      cls: Number(seen.cls.toFixed(4)),
      files: seen.files.map((file) => new URL(file).pathname.replace('/assets/', '')),
      foreignHosts: [...hosts].filter((host) => host !== '' && !own.has(host)),
    };
  } finally {
    await context.close();
  }
}

/** Runs in every frame: notes when the selector was drawn, what was asked for by then, and every jump. */
function watchPaint(selector: string): void {
  const seen: Seen = { cls: 0, files: [] };
  (window as unknown as { seen: Seen }).seen = seen;
  if (window.parent === window) return;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & {
      value: number;
      hadRecentInput: boolean;
    })[])
      if (!entry.hadRecentInput) seen.cls += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries())
      if (name === 'first-contentful-paint') seen.firstAt = performance.timeOrigin + startTime;
  }).observe({ type: 'paint', buffered: true });
  const look = () => {
    if (document.querySelector(selector) === null) return requestAnimationFrame(look);
    return requestAnimationFrame(() => {
      const now = performance.now();
      seen.paintAt = performance.timeOrigin + now;
      seen.files = performance
        .getEntriesByType('resource')
        .filter(({ name, startTime }) => startTime < now && /\/assets\/.*\.(js|css)$/.test(name))
        .map(({ name }) => name);
    });
  };
  requestAnimationFrame(look);
}

async function serveInstead(
  context: BrowserContext,
  world: GivenWorld,
  request: PaintRequest,
): Promise<void> {
  const { built, html } = request;
  const page = html ?? (built === undefined ? undefined : readFileSync(join(built, 'index.html'), 'utf8'));
  if (page === undefined) return;
  await context.route(`${world.appUrl}/app**`, async (route: Route) => {
    const answer = await route.fetch();
    const block = /<script id="bootstrap".*?<\/script>/s.exec(await answer.text())?.[0] ?? '';
    await route.fulfill({ contentType: 'text/html', body: page.replace('<!--bootstrap-->', () => block) });
  });
  if (built !== undefined)
    await context.route(`${world.appUrl}/assets/**`, (route) =>
      route.fulfill({ path: join(built, new URL(route.request().url()).pathname) }),
    );
}

export interface Sizes {
  js: number;
  css: number;
  sdk: number;
}

/** Bytes as a server sends them, gzipped; the SDK's chunk by itself. */
export function sizesOf(files: readonly string[], built: string): Sizes {
  const manifest = JSON.parse(readFileSync(join(built, '.vite', 'manifest.json'), 'utf8')) as Record<
    string,
    { file: string }
  >;
  const sdk = Object.entries(manifest).find(([name]) => name.includes('b24jssdk'))?.[1].file ?? '';
  const sizes = { js: 0, css: 0, sdk: 0 };
  for (const file of new Set(files)) {
    const size = gzipSync(readFileSync(join(built, 'assets', file))).length;
    if (`assets/${file}` === sdk) sizes.sdk += size;
    else if (file.endsWith('.css')) sizes.css += size;
    else sizes.js += size;
  }
  return sizes;
}

/** The SDK's chunk of a built widget, as the bare page asks for it. */
export function sdkFileOf(built: string): string {
  const manifest = JSON.parse(readFileSync(join(built, '.vite', 'manifest.json'), 'utf8')) as Record<
    string,
    { file: string }
  >;
  const found = Object.entries(manifest).find(([name]) => name.includes('b24jssdk'))?.[1].file;
  if (found === undefined) throw new Error('The built widget has no chunk of the SDK');
  return found;
}
