import type { CDPSession, Frame } from 'playwright-core';

export interface FrameRun {
  /** The longest time the page was busy with one frame. */
  longestMs: number;
}

const viewPx = 616;

/** Scrolls the ledger as a hard swipe would, jumps to its end and back, and sorts it by three columns. */
export async function runLedger(frame: Frame, cdp: CDPSession, cpu: number): Promise<FrameRun> {
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: cpu });
  const longestMs = await frame.evaluate(scrollAndSort);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  return { longestMs };
}

/** The naive peer: every row in the page, in the same box. Printing needs them all, so the table can do it. */
export async function showEveryRow(frame: Frame): Promise<number> {
  return frame.evaluate(async (height) => {
    window.dispatchEvent(new Event('beforeprint'));
    await new Promise((done) => setTimeout(done, 0));
    const box = document.querySelector<HTMLElement>('.ledger-table')?.parentElement;
    if (box) box.style.height = `${height}px`;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return document.querySelectorAll('.ledger-row').length;
  }, viewPx);
}

export async function showSomeRows(frame: Frame): Promise<number> {
  return frame.evaluate(async () => {
    window.dispatchEvent(new Event('afterprint'));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return document.querySelectorAll('.ledger-row').length;
  });
}

/**
 * What the page's thread itself worked for the hardest step, in ms: unlike a wall clock, it does not count what other
 * programs of the machine took from it.
 */
export async function cpuOfLedger(frame: Frame, cdp: CDPSession): Promise<number> {
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const worked = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
  };
  let hardest = 0;
  for (const step of cpuSteps) {
    const before = await worked();
    await frame.evaluate(takeStep, step);
    hardest = Math.max(hardest, (await worked()) - before);
  }
  await cdp.send('Performance.disable');
  return Math.round(hardest);
}

type Step = { scrollTo: number } | { sortBy: number };
const cpuSteps: Step[] = [
  ...Array.from({ length: 12 }, (_, index) => ({ scrollTo: 320 * index })),
  ...[0.5, 1, 0].map((share) => ({ scrollTo: share * 280_000 })),
  ...[0, 3, 4, 0].map((sortBy) => ({ sortBy })),
];

async function takeStep(step: Step): Promise<void> {
  const box = document.querySelector<HTMLElement>('.ledger-table')?.parentElement;
  if (!box) throw new Error('No ledger on this page');
  const heads = box.querySelectorAll<HTMLElement>('thead th button');
  await new Promise<void>((done) =>
    requestAnimationFrame(() => {
      if ('scrollTo' in step) box.scrollTop = step.scrollTo;
      else heads[Math.min(step.sortBy, heads.length - 1)]?.click();
      requestAnimationFrame(() => done());
    }),
  );
}

/** Runs inside the page. A frame's work is what lies between its begin and the next free turn of the loop. */
async function scrollAndSort(): Promise<number> {
  const box = document.querySelector<HTMLElement>('.ledger-table')?.parentElement;
  if (!box) throw new Error('No ledger on this page');
  const longFrames: number[] = [];
  const watch = new PerformanceObserver((list) =>
    longFrames.push(...list.getEntries().map((entry) => entry.duration)),
  );
  watch.observe({ type: 'long-animation-frame' });
  let longest = 0;
  const frameAfter = (act: () => void) =>
    new Promise<void>((done) =>
      requestAnimationFrame(() => {
        const begun = performance.now();
        act();
        const channel = new MessageChannel();
        // Posted inside the frame, read after style, layout and paint of it.
        channel.port1.onmessage = () => {
          longest = Math.max(longest, performance.now() - begun);
          done();
        };
        channel.port2.postMessage(null);
      }),
    );
  box.scrollTop = 0;
  for (let step = 0; step < 60; step += 1) await frameAfter(() => (box.scrollTop += 320));
  await frameAfter(() => (box.scrollTop = box.scrollHeight));
  await frameAfter(() => (box.scrollTop = box.scrollHeight / 2));
  for (const column of [0, 3, 4, 0]) {
    const heads = [...box.querySelectorAll<HTMLElement>('thead th button')];
    await frameAfter(() => heads[Math.min(column, heads.length - 1)]?.click());
    await frameAfter(() => undefined);
  }
  await new Promise((done) => setTimeout(done, 100));
  watch.disconnect();
  return Math.round(Math.max(longest, ...longFrames));
}
