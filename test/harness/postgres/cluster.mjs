import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { databaseUser, makeFolder, reachablePrograms } from './place.mjs';

const stopLimitMs = 5_000;
const role = 'support_hours';

/**
 * Makes a new PostgreSQL in a temporary folder and starts it on a free port of 127.0.0.1.
 * Nothing in it outlives a test run, so it does not wait for the disk.
 * @param {string} installed folder of the PostgreSQL programs
 * @returns {Promise<{ url: string, stop(): Promise<void> }>} `url` names the maintenance database
 */
export async function startCluster(installed) {
  const user = databaseUser();
  const folder = makeFolder(user);
  try {
    const programs = reachablePrograms(installed, folder, user);
    const password = randomBytes(12).toString('hex');
    await initialise({ programs, folder, user, password });
    const { server, port } = await startOnFreePort({ programs, folder, user });
    return {
      url: `postgres://${role}:${password}@127.0.0.1:${port}/postgres`,
      stop: () => stopServer(server).finally(() => rmSync(folder, { recursive: true, force: true })),
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function initialise({ programs, folder, user, password }) {
  const passwordFile = path.join(folder, 'password');
  writeFileSync(passwordFile, password);
  chmodSync(passwordFile, 0o644);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = [`--username=${role}`, '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const args = [`--pgdata=${path.join(folder, 'data')}`, '--no-sync', ...locale, ...access];
  const child = spawnProgram({ programs, user }, 'initdb', args);
  const output = collectOutput(child);
  const code = await new Promise((resolve) => child.on('close', resolve));
  rmSync(passwordFile, { force: true });
  if (code !== 0) throw new Error(`initdb ended with ${code}:\n${output.text}`);
}

async function startOnFreePort(cluster) {
  for (let triesLeft = 3; ; triesLeft -= 1) {
    const port = await freePort();
    try {
      return { port, server: await startServer(cluster, port) };
    } catch (error) {
      const portWasTaken = /could not bind/.test(String(error));
      if (!portWasTaken || triesLeft === 1) throw error;
    }
  }
}

function startServer({ programs, folder, user }, port) {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    max_connections: '200',
    fsync: 'off',
    full_page_writes: 'off',
    wal_level: 'minimal',
    max_wal_senders: '0',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const args = ['-D', path.join(folder, 'data'), '-p', String(port), ...flags];
  const child = spawnProgram({ programs, user }, 'postgres', args);
  const output = collectOutput(child);
  return new Promise((resolve, reject) => {
    child.stderr.on('data', () => {
      if (output.text.includes('ready to accept connections')) resolve(child);
    });
    child.on('close', (code) => reject(new Error(`postgres ended with ${code}:\n${output.text}`)));
    child.on('error', reject);
  });
}

async function stopServer(server) {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const stopped = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGINT');
  const timer = setTimeout(() => server.kill('SIGQUIT'), stopLimitMs);
  await stopped;
  clearTimeout(timer);
}

function spawnProgram({ programs, user }, name, args) {
  const file = path.join(programs, 'bin', name);
  const mode = statSync(file).mode;
  if ((mode & 0o111) !== 0o111) chmodSync(file, mode | 0o555);
  return spawn(file, args, {
    ...user,
    cwd: '/',
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Keeps the last of what a program says, for the message if it fails. */
function collectOutput(child) {
  const output = { text: '' };
  const keep = (chunk) => (output.text = (output.text + chunk).slice(-4_000));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return output;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
