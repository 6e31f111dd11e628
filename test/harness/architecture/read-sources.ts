import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceText } from './source.js';

const folders = ['server', 'config', 'migrations', 'client-widget', 'test'];
const code = /(?<!\.d)\.(ts|mjs|js|vue)$/;

/** All code of the work tree under the given root. */
export function readSources(root: string): SourceText[] {
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => pathsIn(root, folder))
    .map((path) => ({ path, text: read(join(root, path)) }));
}

function pathsIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : pathsIn(root, path);
    return code.test(entry.name) ? [path] : [];
  });
}

function read(file: string): string {
  return readFileSync(file, 'utf8');
}
