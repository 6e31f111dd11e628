import { bump } from '../world/stats.js';
import type { World } from '../world/world.js';

/**
 * What can go wrong, on purpose. Faults of the whole HTTP request look at its method and, for a batch, at the methods
 * inside; `operationLimit`, `refuseRights` and `emptyAnswer` look at each call by itself.
 *
 * queryLimit 503 · operationLimit 429 · expiredToken 401 · serverError 500 · html200 / html502 a page instead of JSON ·
 * hang no answer until the request limit · reset connection reset before the call · halfWritten the call runs, half of the
 * answer arrives · answerLost the call runs, the connection drops · landLate the connection drops (or hangs until the
 * request limit), the call runs `delayMs` later · slow the answer comes `delayMs` later · refuseRights the given refusal ·
 * emptyAnswer `"result": []` with 200, which `tasks.task.get` also gives for any internal failure
 */
export type FaultKind =
  | 'queryLimit'
  | 'operationLimit'
  | 'expiredToken'
  | 'serverError'
  | 'html200'
  | 'html502'
  | 'hang'
  | 'reset'
  | 'halfWritten'
  | 'answerLost'
  | 'landLate'
  | 'slow'
  | 'refuseRights'
  | 'emptyAnswer';

export interface FaultInput {
  kind: FaultKind;
  /** Method names, any case; absent = every method. */
  methods?: string[];
  /** Only the next N calls; absent = until cleared. */
  times?: number;
  /** Share of matching calls, 0…1; absent = all. */
  share?: number;
  /** Real ms, for landLate and slow. */
  delayMs?: number;
  /** landLate: drop the connection at once (default) or keep it until the request limit. */
  mode?: 'drop' | 'hang';
  /** refuseRights: the refusal; default 403 ACCESS_DENIED. */
  error?: { status: number; code: string; description: string };
}

export interface Fault extends FaultInput {
  id: number;
  fired: number;
}

const callKinds: readonly FaultKind[] = ['operationLimit', 'refuseRights', 'emptyAnswer'];

export function addFault(world: World, input: FaultInput): Fault {
  const id = world.faults.reduce((highest, fault) => Math.max(highest, fault.id), 0) + 1;
  const fault: Fault = { ...input, id, fired: 0 };
  if (input.methods) fault.methods = input.methods.map((name) => name.toLowerCase());
  world.faults.push(fault);
  return fault;
}

/** The first live fault for these methods; finding it uses up one of its times. */
export function findFault(
  world: World,
  level: 'request' | 'call',
  kinds: readonly FaultKind[] | null,
  methods: string[],
): Fault | null {
  for (const fault of world.faults) {
    if (callKinds.includes(fault.kind) !== (level === 'call')) continue;
    if (kinds !== null && !kinds.includes(fault.kind)) continue;
    if (fault.times !== undefined && fault.fired >= fault.times) continue;
    const { methods: wanted } = fault;
    if (wanted && !methods.some((name) => wanted.includes(name.toLowerCase()))) continue;
    if (fault.share !== undefined && !world.random.chance(fault.share)) continue;
    fault.fired += 1;
    bump(world.stats.faultsFired, fault.kind);
    return fault;
  }
  return null;
}
