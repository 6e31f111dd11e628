import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

const heartbeatMs = 5_000;
const tailLength = 4_000;

/**
 * Runs a long command, and says every few seconds how long it has been at it and at which stage it is.
 * Its own output is kept back and returned, to be shown only if it fails.
 * @param {{ file: string, args: string[], env: NodeJS.ProcessEnv }} command
 * @returns {Promise<{ code: number, tail: string }>}
 */
export async function runWithHeartbeat(command, title, stage) {
  const startedAt = Date.now();
  const elapsed = () => `${Math.round((Date.now() - startedAt) / 1000)} s`;
  console.log(`• ${title} …`);
  const timer = setInterval(() => console.log(`  ${elapsed()}: ${stage()}`), heartbeatMs);
  try {
    const result = await collect(command);
    console.log(
      result.code === 0 ? `✓ ${title}: done in ${elapsed()}` : `✗ ${title}: failed after ${elapsed()}`,
    );
    return result;
  } finally {
    clearInterval(timer);
  }
}

function collect({ file, args, env }) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let tail = '';
    const keep = (chunk) => (tail = (tail + chunk).slice(-tailLength));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: 127, tail: `${tail}${error.message}` }));
    child.on('close', (code, signal) =>
      resolve({ code: code ?? 1, tail: signal ? `${tail}\n(${signal})` : tail }),
    );
  });
}
