import type { User } from '../world/model.js';
import type { Json, Params } from '../world/json.js';
import { asObject, isYes, param, phpArray } from '../world/json.js';
import { parseForm } from '../http/php-form.js';
import type { World } from '../world/world.js';
import { executeCall } from './execute.js';
import { resolveReferences, type ReferenceRoots } from './references.js';
import { RestError } from './rest-error.js';

const maxCommands = 50;

export interface BatchCommand {
  key: string;
  method: string;
  query: string;
}

/** `cmd` as list or map; items that are not text are skipped without an answer. */
export function batchCommands(params: Params): BatchCommand[] {
  const cmd = param(params, 'cmd');
  const entries = Array.isArray(cmd)
    ? cmd.map((value, index): [string, Json] => [String(index), value])
    : Object.entries(asObject(cmd));
  return entries.flatMap(([key, value]) => {
    if (typeof value !== 'string') return [];
    const at = value.indexOf('?');
    const name = at < 0 ? value : value.slice(0, at);
    return [{ key, method: name.replace(/\.(json|xml)$/, ''), query: at < 0 ? '' : value.slice(at + 1) }];
  });
}

interface Collected {
  roots: ReferenceRoots;
  seconds: number;
}

function refuse(index: number, command: BatchCommand): RestError | null {
  if (index >= maxCommands)
    return new RestError(400, 'ERROR_BATCH_LENGTH_EXCEEDED', 'Max batch length exceeded');
  if (command.method.toLowerCase() === 'batch')
    return new RestError(405, 'ERROR_BATCH_METHOD_NOT_ALLOWED', 'Method is not allowed for batch usage');
  return null;
}

/** True when the command failed. */
function runCommand(
  world: World,
  user: User,
  command: BatchCommand,
  index: number,
  into: Collected,
): boolean {
  const { roots } = into;
  const refused = refuse(index, command);
  if (refused) {
    roots.error[command.key] = refused.body();
    return true;
  }
  const params = asObject(resolveReferences(roots, parseForm(command.query)));
  const outcome = executeCall(world, { name: command.method, params, user, inBatch: true });
  into.seconds += outcome.chargedSeconds;
  world.stats.batchInnerCalls += 1;
  if (!outcome.ok) {
    roots.error[command.key] = outcome.error.body();
    return true;
  }
  const { result, total, next } = outcome.answer;
  roots.result[command.key] = result;
  roots.time[command.key] = outcome.time;
  if (total !== undefined) roots.total[command.key] = total;
  if (next !== undefined) roots.next[command.key] = next;
  return false;
}

/** The inner `result` of a v2 batch; the HTTP answer is 200 even when every command failed. */
export function runBatch(world: World, user: User, params: Params): Json {
  const into: Collected = { roots: { result: {}, total: {}, next: {}, error: {}, time: {} }, seconds: 0 };
  const halt = isYes(param(params, 'halt'));
  for (const [index, command] of batchCommands(params).entries())
    if (runCommand(world, user, command, index, into) && halt) break;
  world.stats.heaviestBatchSeconds = Math.max(world.stats.heaviestBatchSeconds, into.seconds);
  const { roots } = into;
  return {
    result: phpArray(Object.entries(roots.result)),
    result_error: phpArray(Object.entries(roots.error)),
    result_total: phpArray(Object.entries(roots.total)),
    result_next: phpArray(Object.entries(roots.next)),
    result_time: phpArray(Object.entries(roots.time)),
  };
}
