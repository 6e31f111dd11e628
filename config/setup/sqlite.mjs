import { spawnSync } from 'node:child_process';
import { missingBuildTools } from './machine.mjs';
import { npmCommand } from './npm.mjs';
import { root } from './paths.mjs';
import { toolsAdvice } from './packages.mjs';
import { SetupProblem } from './problem.mjs';
import { runWithHeartbeat } from './heartbeat.mjs';
import { installStage } from './install-stage.mjs';

/** Makes sure that better-sqlite3 really loads: it is compiled code, made for one version of Node. */
export async function ensureSqlite() {
  if (!sqliteProblem()) return;
  const command = npmCommand(['rebuild', 'better-sqlite3', '--loglevel=error']);
  const result = await runWithHeartbeat(command, 'Rebuilding better-sqlite3 for this Node', installStage());
  const problem = sqliteProblem();
  if (!problem) return;
  const tools = missingBuildTools();
  throw new SetupProblem(
    `better-sqlite3 does not load: ${problem}\n${result.code === 0 ? '' : result.tail}`,
    tools.length > 0
      ? toolsAdvice(tools)
      : 'Remove node_modules and run the command again. If npm is told to ignore install scripts, allow them: npm config set ignore-scripts false',
  );
}

/** Tried in a process of its own: a broken addon may end the process that loads it. */
function sqliteProblem() {
  const script = "import D from 'better-sqlite3'; new D(':memory:').prepare('select 1').get();";
  const trial = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: root,
    encoding: 'utf8',
  });
  if (trial.status === 0) return undefined;
  const lines = (trial.stderr ?? '').split('\n');
  return lines.find((line) => /error/i.test(line))?.trim() ?? `ended with ${trial.status ?? trial.signal}`;
}
