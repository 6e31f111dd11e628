import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

export interface RunningCommand {
  readonly child: ChildProcess;
  readonly outcome: Promise<Outcome>;
  /** Resolves when the output contains the text, or the command has ended. */
  readonly says: (text: string) => Promise<void>;
}

/** Runs `node …` in the work tree; `env` is laid over ours. */
export function startNode(args: readonly string[], env: Record<string, string> = {}): RunningCommand {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const outcome = new Promise<Outcome>((resolve) => child.on('close', (code) => resolve({ code, output })));
  const says = (text: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => void (output.includes(text) && resolve());
      for (const stream of [child.stdout, child.stderr]) stream.on('data', look);
      child.on('close', () => resolve());
      look();
    });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  return { child, outcome, says };
}

/** As `startNode`, waiting for the end. */
export function runNode(args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  return startNode(args, env).outcome;
}

/**
 * Where the app lies as plain JavaScript, compiled once per test run: tsx costs every start a second more.
 * Outside a test run it is null.
 */
export function compiledApp(): string | null {
  const run = process.env['TEST_RUN_FOLDER'];
  if (run === undefined) return null;
  const folder = join(run, 'app');
  if (!existsSync(folder))
    execFileSync(process.execPath, [join(root, 'test/harness/compile-app.mjs'), folder]);
  return folder;
}

/** What `node` takes to start one of the app's programs, named as in the repository: `server/main.ts`. */
export function startOf(program: string): string[] {
  const app = compiledApp();
  return app === null ? ['--import', 'tsx', program] : [join(app, program.replace(/\.ts$/, '.js'))];
}
