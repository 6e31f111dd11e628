import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { npmCommand } from './npm.mjs';
import { SetupProblem } from './problem.mjs';

/** Node `^20.19 || >=22.12`, the range of package.json. */
function nodeIsSupported(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major === 20) return minor >= 19;
  if (major === 22) return minor >= 12;
  return major > 22;
}

export function checkMachine() {
  if (!nodeIsSupported(process.versions.node)) {
    throw new SetupProblem(
      `Node ${process.versions.node} is not supported.`,
      'Install Node 20.19 or newer of the 20 line, or 22.12 or newer, and run the command again.',
    );
  }
  const { file, args, env } = npmCommand(['--version']);
  const npm = spawnSync(file, args, { env, encoding: 'utf8' });
  if (npm.error || npm.status !== 0) {
    throw new SetupProblem(
      'npm was not found.',
      'Install npm 10 or newer (it comes with Node) and put it on PATH.',
    );
  }
  if (Number(npm.stdout.trim().split('.')[0]) < 9) {
    throw new SetupProblem(
      `npm ${npm.stdout.trim()} is too old.`,
      'Install npm 10 or newer: npm install --global npm@10',
    );
  }
}

/** What is missing of python3, make and g++, which compile better-sqlite3 where no ready-made binary can be had. */
export function missingBuildTools() {
  const missing = [];
  if (!onPath('python3') && !onPath('python')) missing.push('python3');
  if (!onPath('make')) missing.push('make');
  if (!onPath('g++') && !onPath('c++') && !onPath('clang++')) missing.push('g++');
  return missing;
}

export function onPath(name) {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  return folders.map((folder) => path.join(folder, name)).find(isExecutable);
}

export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
