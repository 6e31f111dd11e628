import type { Json } from '../world/json.js';
import { asInt } from '../world/json.js';
import { RestError } from './rest-error.js';

/** Refusals and argument checks of the positional `task.*` family. */

const names: Record<number, string> = {
  1: 'TASK_NOT_FOUND_OR_NOT_ACCESSIBLE',
  4: 'ACTION_NOT_ALLOWED',
  8: 'ACTION_FAILED_TO_BE_PROCESSED',
  256: 'WRONG_ARGUMENTS',
  512: 'ITEM_NOT_FOUND_OR_NOT_ACCESSIBLE',
};

export function taskError(code: 1 | 4 | 8 | 256 | 512, text: string): RestError {
  const name = names[code] ?? '';
  return new RestError(400, 'ERROR_CORE', `TASKS_ERROR_EXCEPTION_#${code}; ${text}; ${code}/TE/${name}`);
}

/** Argument number `index` as an integer, or error 256 in the platform's words. */
export function intArgument(args: Json[], index: number, name: string, where: string): number {
  const value = asInt(args[index]);
  if (value === null)
    throw taskError(
      256,
      `Param #${index} (${name}) for method ${where} expected to be of type "integer", but given something else.`,
    );
  return value;
}

/** Argument number `index` as an array (a PHP array is both list and map). */
export function arrayArgument(
  args: Json[],
  index: number,
  name: string,
  where: string,
): Record<string, Json> {
  const value = args[index];
  if (value === undefined) return {};
  if (Array.isArray(value)) return Object.fromEntries(value.entries());
  if (typeof value === 'object' && value !== null) return value;
  throw taskError(
    256,
    `Param #${index} (${name}) for method ${where} expected to be of type "array", but given something else.`,
  );
}
