import { existsSync, readdirSync } from 'node:fs';
import { fromRoot } from './paths.mjs';

/** Says, from what lies on the disk, how far `npm ci` is. Returns a function that gives the present stage. */
export function installStage() {
  return () => {
    const addon = fromRoot('node_modules', 'better-sqlite3', 'build');
    if (existsSync(`${addon}/Release/better_sqlite3.node`)) return 'better-sqlite3 is ready, finishing';
    if (existsSync(`${addon}/Makefile`))
      return 'compiling better-sqlite3 (about a minute where the machine is idle)';
    const count = countUnpacked(fromRoot('node_modules'));
    return count === 0 ? 'asking the registry for the packages' : `${count} packages unpacked`;
  };
}

function countUnpacked(folder) {
  const places = listFolder(folder).flatMap((name) =>
    name.startsWith('@') ? listFolder(`${folder}/${name}`).map((part) => `${name}/${part}`) : [name],
  );
  return places.filter((place) => existsSync(`${folder}/${place}/package.json`)).length;
}

function listFolder(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
