import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../given/free-port.js';
import { startOf } from '../../harness/run-command.js';

const repository = fileURLToPath(new URL('../../../', import.meta.url));

/** The real app as its own process: it can be killed without warning and started again on the same database. */
export interface AppProcess {
  readonly url: string;
  /** Starts it and waits until it can work. */
  start: () => Promise<void>;
  /** SIGKILL: nothing of it is asked or told. */
  kill: () => Promise<void>;
  /** What it last wrote to standard error, for messages. */
  lastWords: () => string;
}

export async function appProcess(env: Record<string, string>, main = 'server/main.ts'): Promise<AppProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;
  let words = '';
  async function start(): Promise<void> {
    const started = spawn(process.execPath, startOf(main), {
      cwd: repository,
      env: { PATH: process.env['PATH'], ...env, PORT: String(port), PUBLIC_URL: url },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    started.stderr?.on('data', (chunk: Buffer) => (words = (words + chunk.toString('utf8')).slice(-2_000)));
    child = started;
    for (const givenUpAt = Date.now() + 60_000; Date.now() < givenUpAt;) {
      if (started.exitCode !== null) throw new Error(`The app ended with ${started.exitCode}: ${words}`);
      if (child !== started || (await answers(`${url}/readyz`))) return;
      await sleep(25);
    }
    throw new Error(`The app did not become ready: ${words}`);
  }
  async function kill(): Promise<void> {
    const killed = child;
    child = null;
    if (killed === null || killed.exitCode !== null || killed.signalCode !== null) return;
    killed.kill('SIGKILL');
    await once(killed, 'exit');
  }
  return { url, start, kill, lastWords: () => words };
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
}
