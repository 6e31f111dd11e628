import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPortal } from '../../portal/index.js';
import { createRandom } from '../../portal/world/random.js';
import { sleep } from './app-process.js';

export interface NaiveCount {
  posts: number;
  doubled: number;
  kills: number;
}

/** Kills the naive poster `kills` times, then lets it come to its end, and counts what stands twice on the portal. */
export async function runNaive(options: { seed: string; kills: number }): Promise<NaiveCount> {
  const random = createRandom(`naive|${options.seed}`);
  const portal = await startPortal({
    seed: options.seed,
    card: 'old',
    empty: true,
    limits: { enabled: false },
  });
  const folder = mkdtempSync(join(tmpdir(), 'support-hours-naive-'));
  const posts = options.kills * 60;
  try {
    portal.control.registerApp({ handlerUrl: 'http://127.0.0.1:1/app' });
    const token = portal.control.installApp({ userId: 1, installEvent: 'never' }).fields['AUTH_ID'] ?? '';
    const task = portal.control.createTask({ title: 'Отчёты', responsibleId: 1 });
    portal.control.setLatency({ ms: 15 });
    portal.control.addFault({
      kind: 'landLate',
      methods: ['task.commentitem.add'],
      share: 0.03,
      delayMs: 500,
    });
    const child = fileURLToPath(new URL('naive-child.ts', import.meta.url));
    const argv = [
      '--import',
      'tsx',
      child,
      portal.url,
      token,
      String(task.id),
      String(posts),
      join(folder, 'done'),
    ];
    let kills = 0;
    for (let ended = false; !ended;) {
      const poster = spawn(process.execPath, argv, { stdio: 'ignore', env: { PATH: process.env['PATH'] } });
      const exit = once(poster, 'exit').then(() => true);
      ended =
        kills >= options.kills
          ? await exit
          : await Promise.race([exit, sleep(600 + random.next() * 600).then(() => false)]);
      if (!ended) {
        poster.kill('SIGKILL');
        await exit;
        kills += 1;
      }
    }
    await portal.control.idle();
    const texts = portal.control.posts().map(({ text }) => text);
    return { posts, kills, doubled: texts.length - new Set(texts).size };
  } finally {
    await portal.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
