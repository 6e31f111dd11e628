import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { root, runNode, startNode } from './run-command.js';

describe('the setup before a command', () => {
  let tree: string;

  beforeEach(() => {
    tree = mkdtempSync(join(tmpdir(), 'support-hours-setup-'));
    cpSync(join(root, 'config/setup.mjs'), join(tree, 'config/setup.mjs'));
    cpSync(join(root, 'config/setup'), join(tree, 'config/setup'), { recursive: true });
    write('package.json', { type: 'module' });
    write('package-lock.json', { packages: { '': {}, 'node_modules/a': { version: '2.0.0' } } });
    mkdirSync(join(tree, 'node_modules'));
    for (const name of ['better-sqlite3', 'bindings', 'file-uri-to-path']) {
      symlinkSync(join(root, 'node_modules', name), join(tree, 'node_modules', name));
    }
  });
  afterEach(() => rmSync(tree, { recursive: true, force: true }));

  describe('where everything is there', () => {
    beforeEach(() => writeInstalled('2.0.0'));

    it('installs nothing', async () => {
      const { code, output } = await setUp(
        `console.log('11.0.0'); if (process.argv.includes('ci')) process.exit(9);`,
      );
      expect({ code, output }).toEqual({ code: 0, output: 'ran\n' });
    });

    it('passes arguments and the exit code through', async () => {
      const script = 'console.log(JSON.stringify(process.argv.slice(1))); process.exit(7)';
      const { code, output } = await runNode([
        setup(),
        'cli',
        '--',
        'node',
        '-e',
        script,
        '--',
        '--once',
        'a b',
      ]);
      expect({ code, output }).toEqual({ code: 7, output: '["--once","a b"]\n' });
    });

    it('passes a signal on and ends as the command ends', async () => {
      const script =
        'process.on("SIGTERM", () => process.exit(5)); setInterval(() => 0, 1000); console.log("up")';
      const running = startNode([setup(), 'cli', '--', 'node', '-e', script]);
      await running.says('up');
      running.child.kill('SIGTERM');
      expect((await running.outcome).code).toBe(5);
    });

    it('explains how it is used', async () => {
      const { code, output } = await runNode([setup(), 'tset', '--', 'node']);
      expect(code).toBe(1);
      expect(output).toContain('Use: node config/setup.mjs <demo|test|');
    });

    it('says that CHROME_PATH names no program', async () => {
      const { code, output } = await runNode([setup(), 'test', '--', 'node', '-v'], {
        CHROME_PATH: '/nowhere',
      });
      expect(code).toBe(1);
      expect(output).toContain('CHROME_PATH names /nowhere');
    });
  });

  it('installs where a package has another version', async () => {
    writeInstalled('1.0.0');
    const lock = JSON.stringify({ packages: { 'node_modules/a': { version: '2.0.0' } } });
    const npm = `import { writeFileSync } from 'node:fs';
      if (process.argv.includes('ci')) writeFileSync('node_modules/.package-lock.json', ${JSON.stringify(lock)});
      else console.log('11.0.0');`;
    const { code, output } = await setUp(npm);
    expect(code).toBe(0);
    expect(output).toMatch(/Installing packages \(npm ci\) …\n✓ .* done in \d+ s\nran\n$/);
  });

  it('shows what npm said, and what to do, where installing fails', async () => {
    const { code, output } = await setUp(
      `if (!process.argv.includes('ci')) console.log('11.0.0'); else { console.error('ECONNREFUSED 127.0.0.1'); process.exit(3); }`,
    );
    expect(code).toBe(1);
    expect(output).toContain('ECONNREFUSED 127.0.0.1');
    expect(output).toContain('registry cannot be reached');
    expect(output).not.toContain('ran');
  });

  it('names the tools that compiling would need', async () => {
    const empty = join(tree, 'empty');
    mkdirSync(empty);
    const { output } = await setUp(
      `if (!process.argv.includes('ci')) console.log('11.0.0'); else process.exit(1);`,
      empty,
    );
    expect(output).toContain('Missing on this machine: python3, make, g++');
    expect(output).toContain('apt-get install python3 make g++');
  });

  it('refuses an npm that is too old', async () => {
    const { code, output } = await setUp(`console.log('6.14.0')`);
    expect(code).toBe(1);
    expect(output).toContain('npm 6.14.0 is too old');
  });

  function setup(): string {
    return join(tree, 'config/setup.mjs');
  }

  function write(name: string, content: unknown): void {
    writeFileSync(join(tree, name), JSON.stringify(content));
  }

  /** As npm notes it when it has put a package there. */
  function writeInstalled(version: string): void {
    write('node_modules/.package-lock.json', { packages: { 'node_modules/a': { version } } });
  }

  /** Runs the setup of the tree with a stand-in for npm, which must print its version when asked. */
  function setUp(npm: string, path = process.env['PATH'] ?? ''): ReturnType<typeof runNode> {
    const cli = join(tree, 'npm-cli.js');
    writeFileSync(cli, npm);
    const command = [process.execPath, '-e', 'console.log("ran")'];
    return runNode([setup(), 'cli', '--', ...command], {
      npm_execpath: cli,
      PATH: path,
    });
  }
});
