import { existsSync } from 'node:fs';
import type { Bench, BenchResult } from './bench.js';

/** Every benchmark is a file of this folder that exports `bench`. */
const NAMES = ['sync', 'crash', 'post', 'forecast', 'report', 'widget', 'planner'] as const;

async function main([name = '', ...options]: string[]): Promise<void> {
  const present = NAMES.filter((known) => existsSync(new URL(`./${known}.ts`, import.meta.url)));
  const found = present.find((known) => known === name);
  if (found === undefined) {
    console.error(`Usage: npm run bench -- NAME [options]; NAME is one of: ${present.join(', ')}`);
    process.exitCode = 2;
    return;
  }
  const { bench } = (await import(`./${found}.ts`)) as { bench: Bench };
  const result: BenchResult = await bench(options);
  // The last line is for machines.
  console.log(JSON.stringify(result));
  process.exitCode = result.ok ? 0 : 1;
}

await main(process.argv.slice(2));
