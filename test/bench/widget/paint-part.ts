import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { GivenWorld } from '../../given/start-world.js';
import { launchBrowser } from '../../harness/browser.js';
import { median } from '../bench.js';
import { barePage, buildHeavyWidget } from './control.js';
import { firstPaint, type Paint, type Sizes, sdkFileOf, sizesOf } from './first-paint.js';

export const builtWidget = join(import.meta.dirname, '..', '..', '..', 'dist', 'widget');

export interface PaintFigures {
  cpu: number;
  clients: Paint[];
  client: Paint[];
  bare: Paint[];
}
export interface PaintPart {
  figures: PaintFigures[];
  sizes: Sizes;
  /** Of a widget whose entry drags in a screen: it must be caught. */
  control: Sizes;
}

/**
 * The first useful paint on a cold browser, against a bare page that only opens a session and asks for the clients, at
 * full and at a quarter of the speed; in a browser that keeps the app's frame in the portal page's process, so that
 * slowing the page slows the frame from its first byte on.
 */
export async function measurePaints(
  world: GivenWorld,
  of: { clientId: number; rounds: number },
): Promise<PaintPart> {
  const { code } = world.portal.control.app().registration;
  const clients = { path: `/marketplace/app/${code}/`, selector: 'main tbody tr' };
  const client = {
    path: `/marketplace/view/${code}/?params[client]=${of.clientId}`,
    selector: 'main section h1',
  };
  const bare = { ...clients, selector: 'main h1', html: barePage(sdkFileOf(builtWidget)) };
  const browser = await launchBrowser([
    '--disable-site-isolation-trials',
    '--disable-features=OriginIsolationHeader',
  ]);
  const figures: PaintFigures[] = [];
  try {
    for (const cpu of [1, 4]) {
      const one: PaintFigures = { cpu, clients: [], client: [], bare: [] };
      for (let round = 0; round < of.rounds; round += 1) {
        one.clients.push(await firstPaint(browser, world, { ...clients, cpu }));
        one.bare.push(await firstPaint(browser, world, { ...bare, cpu }));
        one.client.push(await firstPaint(browser, world, { ...client, cpu }));
      }
      tellPaints(one);
      figures.push(one);
    }
    const heavy = await buildHeavyWidget();
    const caught = await firstPaint(browser, world, { ...clients, cpu: 1, built: heavy });
    const control = sizesOf(caught.files, heavy);
    rmSync(heavy, { recursive: true, force: true });
    const sizes = sizesOf(figures[0]?.clients[0]?.files ?? [], builtWidget);
    console.log(`before the first paint    ${kb(sizes)}`);
    console.log(`a screen dragged in       ${kb(control)}`);
    return { figures, sizes, control };
  } finally {
    await browser.close();
  }
}

function kb({ js, css, sdk }: Sizes): string {
  const of = (bytes: number) => `${Math.round(bytes / 100) / 10} KB`;
  return `JS ${of(js)}, CSS ${of(css)}, beside it the SDK ${of(sdk)} (gzip)`;
}

function tellPaints({ cpu, clients, client, bare }: PaintFigures): void {
  const told = (of: Paint[]) =>
    `${median(of.map(({ usefulMs }) => usefulMs))} ms (thread ${median(of.map(({ workMs }) => workMs))})`;
  console.log(
    `first useful paint, CPU 1/${cpu}: Clients ${told(clients)}, Client ${told(client)}, a bare page ${told(bare)}; layout shift ${worstShift([...clients, ...client])}; skeleton ${median(clients.map(({ firstMs }) => firstMs))} ms`,
  );
}

export function worstShift(paints: Paint[]): number {
  return Math.max(0, ...paints.map(({ cls }) => cls));
}
