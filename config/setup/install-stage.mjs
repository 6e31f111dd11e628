import { existsSync, readdirSync } from 'node:fs';
import { fromRoot } from './paths.mjs';

/** Says, from what lies on the disk, how far `npm ci` is. Returns a function that gives the present stage. */
export function installStage() {
  return () => {
    const addon = fromRoot('node_modules', 'better-sqlite3', 'build');
    if (existsSync(`${addon}/Release/better_sqlite3.node`)) return 'better-sqlite3 is ready, finishing';
    if (existsSync(`${addon}/Makefile`)) return 'compiling better-sqlite3 (about a minute, needs no network)';
    const count = countPackages(fromRoot('node_modules'));
    return count === 0 ? 'asking the registry for the packages' : `${count} package folders so far`;
  };
}

function countPackages(folder) {
  const names = listFolder(folder).filter((name) => !name.startsWith('.'));
  const scopes = names.filter((name) => name.startsWith('@'));
  const scoped = scopes.reduce((sum, scope) => sum + listFolder(`${folder}/${scope}`).length, 0);
  return names.length - scopes.length + scoped;
}

function listFolder(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
