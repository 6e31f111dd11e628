import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fromRoot } from './paths.mjs';
import { SetupProblem } from './problem.mjs';
import { runWithHeartbeat } from './heartbeat.mjs';
import { withSetupLock } from './lock.mjs';

const config = 'client-widget/vite.config.ts';
// What the bundle is made from; server/api is the promise shared with the server.
const sources = ['client-widget', 'server/api', 'package-lock.json'];
// Written by the build itself.
const generated = ['auto-imports.d.ts', 'components.d.ts', 'node_modules'];

/** Builds the widget where its sources are newer than dist/widget. */
export async function ensureWidget() {
  if (!existsSync(fromRoot(config))) {
    console.log(`• The widget is not built: there is no ${config} yet.`);
    return;
  }
  if (!widgetIsStale()) return;
  await withSetupLock(async () => {
    if (widgetIsStale()) await build();
  });
}

export function widgetIsStale() {
  if (!existsSync(fromRoot(config))) return false;
  const page = fromRoot('dist', 'widget', 'index.html');
  if (!existsSync(page)) return true;
  const builtAt = statSync(page).mtimeMs;
  return sources.some((source) => newestChange(fromRoot(source)) > builtAt);
}

async function build() {
  const vite = fromRoot('node_modules', 'vite', 'bin', 'vite.js');
  const command = {
    file: process.execPath,
    args: [vite, 'build', '--config', config],
    env: { ...process.env, NO_COLOR: '1' },
  };
  const result = await runWithHeartbeat(command, 'Building the widget', () => 'vite is at work');
  if (result.code !== 0) {
    throw new SetupProblem(
      `The widget does not build:\n\n${result.tail}`,
      'Put right what vite names above.',
    );
  }
}

function newestChange(place) {
  const stat = statSync(place, { throwIfNoEntry: false });
  if (!stat || generated.includes(path.basename(place))) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  const inside = readdirSync(place).map((name) => newestChange(path.join(place, name)));
  return Math.max(0, ...inside);
}
