import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { root, runNode } from './run-command.js';

const passing = `test('a', () => undefined); test('b', () => undefined);`;
const failing = `test('c', () => { throw new Error('no'); });`;
const broken = `import './nowhere.js'; test('d', () => undefined);`;

describe('the closing line of a test run', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'support-hours-closing-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is the last line and counts the tests', async () => {
    const { code, lastLine } = await runTests({ 'good.test.js': passing });
    expect({ code, lastLine }).toEqual({ code: 0, lastLine: '2 passed, 0 failed' });
  });

  it('counts a suite that cannot run as a failure', async () => {
    const { code, lastLine } = await runTests({
      'good.test.js': passing,
      'bad.test.js': failing,
      'x.test.js': broken,
    });
    expect({ code, lastLine }).toEqual({ code: 1, lastLine: '2 passed, 2 failed' });
  });

  it('does not call a run without tests a success', async () => {
    const { code, lastLine } = await runTests({});
    expect({ code, lastLine }).toEqual({ code: 1, lastLine: '0 passed, 1 failed' });
  });

  it('does not call a broken-off run a success', async () => {
    const { code, lastLine } = await runTests(
      { 'good.test.js': passing },
      'export default () => process.exit(0);',
    );
    expect({ code, lastLine }).toEqual({ code: 1, lastLine: '0 passed, 1 failed' });
  });

  async function runTests(
    files: Record<string, string>,
    globalSetup?: string,
  ): Promise<{ code: number | null; lastLine: string }> {
    const texts = {
      'package.json': '{"type":"module"}',
      ...files,
      ...(globalSetup && { 'setup.js': globalSetup }),
    };
    for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
    const config = {
      rootDir: folder,
      transform: {},
      reporters: [join(root, 'test/harness/closing-line-reporter.mjs')],
      ...(globalSetup && { globalSetup: join(folder, 'setup.js') }),
    };
    const { code, output } = await runNode(['test/harness/run-all.mjs', '--config', JSON.stringify(config)]);
    return { code, lastLine: output.trimEnd().split('\n').at(-1) ?? '' };
  }
});
