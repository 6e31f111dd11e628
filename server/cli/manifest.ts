import { readdirSync, readFileSync } from 'node:fs';
import { readManifest } from '../../config/index.js';
import { checkManifest, readUsed } from './manifest-check.js';

/** `npm run manifest -- check`: does bitrix-app.json ask for what the code uses, and for nothing else? */
function main([command]: string[]): void {
  if (command !== 'check') {
    process.stderr.write('Usage: npm run manifest -- check\n');
    process.exitCode = 2;
    return;
  }
  const manifest = readManifest();
  const faults = checkManifest(manifest, readUsed(serverSources()));
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  if (faults.length > 0) process.exitCode = 1;
  else
    process.stdout.write(
      `bitrix-app.json fits the code: ${manifest.scopes.length} scopes, ${manifest.events.length} events, ${manifest.placements.length} places\n`,
    );
}

function* serverSources(): Generator<string> {
  const folder = new URL('../', import.meta.url);
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (path.endsWith('.ts') && !path.startsWith('cli/')) yield readFileSync(new URL(path, folder), 'utf8');
  }
}

main(process.argv.slice(2));
