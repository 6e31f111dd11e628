import { createServer } from 'node:net';

/**
 * Ports for apps that must know their own address before they listen. They lie below the range from which the system
 * hands out ports by itself, a stretch for every test worker, so nobody takes one between the look and the listening.
 */
const FIRST = 18_000 + Number(process.env['JEST_WORKER_ID'] ?? 0) * 700;
const STRETCH = 700;
let next = process.pid % STRETCH;

export async function freePort(): Promise<number> {
  for (let tries = 0; tries < STRETCH; tries += 1) {
    const port = FIRST + next;
    next = (next + 1) % STRETCH;
    if (await isFree(port)) return port;
  }
  throw new Error('No free port');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
