/** Runs jest over all tests, or over those named: `node test/harness/run-all.mjs [jest arguments…]`. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const jest = fileURLToPath(new URL('../../node_modules/jest/bin/jest.js', import.meta.url));
const nodeOptions = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];

const child = spawn(process.execPath, [...nodeOptions, jest, ...process.argv.slice(2)], {
  cwd: root,
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  env: { ...process.env, NODE_OPTIONS: [process.env['NODE_OPTIONS'] ?? '', ...nodeOptions].join(' ').trim() },
});
let counts;
child.on('message', (message) => (counts = message));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));

child.on('close', (code) => {
  const { passed, failed } = counts ?? { passed: 0, failed: 0 };
  // A run that broke off, or ended badly without a failed test, is a failure too.
  const allFailed = failed === 0 && (!counts || code !== 0) ? 1 : failed;
  process.exitCode = allFailed > 0 ? code || 1 : 0;
  process.stdout.write(`${passed} passed, ${allFailed} failed\n`);
});
