/**
 * Makes plain JavaScript of the app once, as tsx would at every start: `node compile-app.mjs <folder>`.
 * Everything else of it – texts, fonts, the built widget – is linked beside.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformFileSync } from '@swc/core';

const root = fileURLToPath(new URL('../..', import.meta.url));
const options = {
  swcrc: false,
  configFile: false,
  jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  module: { type: 'es6' },
  sourceMaps: 'inline',
};

const [, , folder] = process.argv;
const partial = `${folder}-${process.pid}`;
for (const part of ['config', 'migrations', 'server']) compile(part);
for (const part of ['bitrix-app.json', 'dist', 'node_modules', 'package.json']) link(part);
try {
  renameSync(partial, folder);
} catch (error) {
  // Another worker was faster: its copy is as good.
  if (!existsSync(folder)) throw error;
  rmSync(partial, { recursive: true });
}

function compile(part) {
  mkdirSync(path.join(partial, part), { recursive: true });
  for (const each of readdirSync(path.join(root, part), { withFileTypes: true })) {
    const name = path.join(part, each.name);
    if (each.isDirectory()) compile(name);
    else if (!name.endsWith('.ts')) link(name);
    else {
      const { code } = transformFileSync(path.join(root, name), options);
      writeFileSync(path.join(partial, name.replace(/\.ts$/, '.js')), code);
    }
  }
}

function link(name) {
  symlinkSync(path.join(root, name), path.join(partial, name));
}
