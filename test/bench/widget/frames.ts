import type { Browser, CDPSession, Frame, Page } from 'playwright-core';
import type { GivenWorld } from '../../given/start-world.js';

/** What the compiler of these files puts around functions; the page has to know it too. */
export const compiledNames = 'globalThis.__name ??= (it) => it;';

/** The app's frame in the portal's page: a process of its own, so slowing and measuring speak with the frame itself. */
export interface OpenedFrame {
  page: Page;
  frame: Frame;
  cdp: CDPSession;
}

/** Opens a page of the portal and waits until the app's frame shows something. */
export async function openFrame(
  browser: Browser,
  world: GivenWorld,
  place: { path: string; selector: string; prepare?: (page: Page) => Promise<void> },
): Promise<OpenedFrame> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'ru-RU' });
  await page.addInitScript(compiledNames);
  await place.prepare?.(page);
  const url = new URL(place.path, world.portal.url);
  url.searchParams.set('as', '1');
  await page.goto(url.href);
  await page.frameLocator('.app-frame iframe').locator(place.selector).first().waitFor({ timeout: 120_000 });
  const frame = page.frames().find((one) => one.url().startsWith(world.appUrl));
  if (!frame) throw new Error('The app has no frame');
  const cdp = await page.context().newCDPSession(frame);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  return { page, frame, cdp };
}

/** What a stretch of work did to the frames. */
export interface FrameRun {
  /** The longest frame, in ms: the time between two frames, or what the browser itself reports as a long one. */
  longestMs: number;
  /** What the page's thread itself worked, in ms: unlike a clock, it does not count what other programs took. */
  workMs: number;
}

/** Watches the frames while something is done at a CPU so many times slower. */
export async function watchFrames(
  { frame, cdp }: OpenedFrame,
  cpu: number,
  act: () => Promise<void>,
): Promise<FrameRun> {
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: cpu });
  try {
    const before = await workedMs(cdp);
    await frame.evaluate(beginWatch);
    await act();
    const longestMs = await frame.evaluate(endWatch);
    return { longestMs: Math.round(longestMs), workMs: Math.round((await workedMs(cdp)) - before) };
  } finally {
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  }
}

export async function workedMs(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
}

interface Watch {
  longest: number;
  observers: PerformanceObserver[];
  beat: number;
}

/** Runs inside the page. */
async function beginWatch(): Promise<void> {
  const watch: Watch = { longest: 0, observers: [], beat: 0 };
  (window as unknown as { watch: Watch }).watch = watch;
  const nextFrame = () => new Promise<number>((done) => requestAnimationFrame(done));
  // What came before, this very call included, belongs to no frame of the run.
  for (let index = 0; index < 3; index += 1) await nextFrame();
  const begun = performance.now();
  for (const type of ['long-animation-frame', 'longtask']) {
    const observer = new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries())
        if (startTime >= begun) watch.longest = Math.max(watch.longest, duration);
    });
    observer.observe({ type });
    watch.observers.push(observer);
  }
  let last = await nextFrame();
  const beat = (now: number) => {
    watch.longest = Math.max(watch.longest, now - last);
    last = now;
    watch.beat = requestAnimationFrame(beat);
  };
  watch.beat = requestAnimationFrame(beat);
}

/** Runs inside the page, a little later than the last frame: what the browser reports comes behind it. */
async function endWatch(): Promise<number> {
  const { watch } = window as unknown as { watch: Watch };
  await new Promise((done) => setTimeout(done, 120));
  cancelAnimationFrame(watch.beat);
  for (const observer of watch.observers) observer.disconnect();
  return watch.longest;
}

/** Waits until what was done is drawn. */
export async function twoFrames(frame: Frame): Promise<void> {
  await frame.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null)))),
  );
}

/** How many times longer the same busy loop takes in the frame when it is slowed: the harness measures itself. */
export async function slowness({ frame, cdp }: OpenedFrame, cpu: number): Promise<number> {
  const fastest = async (rate: number) => {
    await cdp.send('Emulation.setCPUThrottlingRate', { rate });
    const walls: number[] = [];
    for (let index = 0; index < 5; index += 1) walls.push(await frame.evaluate(busyLoop));
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    return Math.min(...walls);
  };
  const usual = await fastest(1);
  return Number(((await fastest(cpu)) / usual).toFixed(1));
}

function busyLoop(): number {
  const begun = performance.now();
  let sum = 0;
  for (let index = 0; index < 8_000_000; index += 1) sum += Math.sqrt(index);
  return sum > 0 ? performance.now() - begun : 0;
}

/** Makes every scroll cost so many ms of script more: a mistake that must be caught. */
export async function burdenScrolls(
  frame: Frame,
  selector: string,
  ms: number,
): Promise<() => Promise<void>> {
  await frame.evaluate(
    ([place, lasting]) => {
      const burden = () => {
        const begun = performance.now();
        while (performance.now() - begun < lasting);
      };
      const box = document.querySelector(place);
      if (!box) throw new Error(`No ${place} on this page`);
      box.addEventListener('scroll', burden);
      (window as unknown as { unburden: () => void }).unburden = () =>
        box.removeEventListener('scroll', burden);
    },
    [selector, ms] as const,
  );
  return () => frame.evaluate(() => (window as unknown as { unburden: () => void }).unburden());
}
