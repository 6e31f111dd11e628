import { readFileSync } from 'node:fs';
import { missingBuildTools } from './machine.mjs';
import { npmCommand } from './npm.mjs';
import { fromRoot } from './paths.mjs';
import { SetupProblem } from './problem.mjs';
import { runWithHeartbeat } from './heartbeat.mjs';
import { installStage } from './install-stage.mjs';
import { withSetupLock } from './lock.mjs';

/**
 * Runs `npm ci` when node_modules is missing, unfinished or differs from package-lock.json.
 * @param {{ withDevelopmentTools: boolean }} needs
 */
export async function ensurePackages(needs) {
  if (packagesAreInstalled(needs)) return;
  await withSetupLock(async () => {
    // Another command may have installed them while we waited for the lock.
    if (!packagesAreInstalled(needs)) await install(needs);
  });
}

/**
 * Compares contents, not file times: npm notes in node_modules/.package-lock.json what it has put there, as its
 * last step. Optional packages are made for other systems too, so only those that are there are compared.
 */
function packagesAreInstalled({ withDevelopmentTools }) {
  const wanted = readPackages(fromRoot('package-lock.json'));
  const present = readPackages(fromRoot('node_modules', '.package-lock.json'));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([place, entry]) => {
    if (place === '') return true;
    const found = present[place];
    if (found) return found.version === entry.version;
    return (
      entry.optional === true || (!withDevelopmentTools && (entry.dev === true || entry.devOptional === true))
    );
  });
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

async function install({ withDevelopmentTools }) {
  const tools = missingBuildTools();
  if (tools.length > 0) console.log(`! ${toolsAdvice(tools)}`);
  const omit = withDevelopmentTools ? '--include=dev' : '--omit=dev';
  const command = npmCommand(['ci', omit, '--no-audit', '--no-fund', '--loglevel=error']);
  const result = await runWithHeartbeat(command, 'Installing packages (npm ci)', installStage());
  if (result.code === 0 && packagesAreInstalled({ withDevelopmentTools })) return;
  throw new SetupProblem(
    `npm ci did not finish (exit code ${result.code}). Its last lines:\n\n${result.tail}`,
    installAdvice(tools, result.tail),
  );
}

function installAdvice(tools, output) {
  if (tools.length > 0) return toolsAdvice(tools);
  if (/ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN/.test(output)) {
    return 'The npm registry cannot be reached: check the network, and `npm config get registry`.';
  }
  if (/EACCES|EPERM/.test(output)) {
    return 'npm may not write there: check who owns this folder and the npm cache (`npm config get cache`).';
  }
  return 'Put right what npm names above and run the command again.';
}

export function toolsAdvice(tools) {
  return (
    `Missing on this machine: ${tools.join(', ')}. Where no ready-made better-sqlite3 can be downloaded it is compiled, ` +
    'and that needs them.\nOn Debian and Ubuntu: apt-get install python3 make g++'
  );
}
