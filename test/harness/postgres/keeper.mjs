/**
 * Keeps one PostgreSQL for as long as the process that started this one lives: when the pipe on standard input
 * closes – on a normal end, on Ctrl-C and on kill −9 alike – the database is stopped and its folder removed.
 * Prints one line of JSON: `{ "url": … }` or `{ "problem": … }`.
 */
import { startCluster } from './cluster.mjs';

const [, , installed] = process.argv;
const ownerIsGone = new Promise((resolve) => process.stdin.on('end', resolve).on('close', resolve).resume());
for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM']) process.on(signal, () => process.stdin.destroy());

try {
  const cluster = await startCluster(installed);
  process.stdout.write(`${JSON.stringify({ url: cluster.url })}\n`);
  await ownerIsGone;
  await cluster.stop();
} catch (error) {
  process.stdout.write(`${JSON.stringify({ problem: String(error.message) })}\n`);
}
process.exit(0);
