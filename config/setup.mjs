#!/usr/bin/env node
/**
 * What every npm script calls first: checks the machine, installs what is missing, then runs the command.
 *
 *   node config/setup.mjs <demo|test|start|portal|bench|lint|cli> -- <command> [arguments…]
 *
 * Uses Node built-ins only, because it runs before anything is installed.
 */
import { checkMachine } from './setup/machine.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { ensureSqlite } from './setup/sqlite.mjs';
import { ensureWidget, widgetIsStale } from './setup/widget.mjs';
import { checkBrowser } from './setup/browser.mjs';
import { run } from './setup/run.mjs';
import { SetupProblem } from './setup/problem.mjs';

const modes = ['demo', 'test', 'start', 'portal', 'bench', 'lint', 'cli'];
// The type check of the widget reads what its build generates; the crash bench starts the whole app.
const modesWithWidget = ['demo', 'test', 'start', 'lint', 'bench'];
// These run where only the packages of production are installed.
const modesWithoutTools = ['start', 'cli'];

function readArguments(argv) {
  const [mode, separator, ...command] = argv;
  if (!modes.includes(mode) || separator !== '--' || command.length === 0) {
    throw new SetupProblem(
      'The setup was called in a way it does not know.',
      `Use: node config/setup.mjs <${modes.join('|')}> -- <command> [arguments…]`,
    );
  }
  return { mode, command };
}

async function prepare(mode) {
  checkMachine();
  const withWidget = modesWithWidget.includes(mode);
  const needsTools = !modesWithoutTools.includes(mode) || (withWidget && widgetIsStale());
  await ensurePackages({ withDevelopmentTools: needsTools });
  await ensureSqlite();
  if (mode === 'test') checkBrowser();
  if (withWidget) await ensureWidget();
}

try {
  const { mode, command } = readArguments(process.argv.slice(2));
  await prepare(mode);
  process.exitCode = await run(command);
} catch (error) {
  if (!(error instanceof SetupProblem)) throw error;
  console.error(`\n✗ ${error.message}\n  ${error.advice.replaceAll('\n', '\n  ')}\n`);
  process.exitCode = 1;
}
