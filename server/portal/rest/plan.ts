import type { Desk } from './desk.js';
import { describeParams } from './journal.js';
import { batchCommand } from './php-query.js';
import { isKnownRead } from './reads.js';
import type { Sending } from './send.js';
import type { BatchCommands, RestBatch, RestCall, Urgency, VisitorBatch } from './types.js';

/** How long a call may wait for its turn. A person's patience is short; background work has leases to keep. */
const WAIT_LIMIT_MS: Record<Urgency, number> = { interactive: 20_000, background: 60_000 };

export function callSending(desk: Desk, request: RestCall, repeatable: boolean): Sending {
  const urgency = request.urgency ?? 'background';
  const params = request.params ?? {};
  return {
    kind: 'call',
    portalId: request.portalId,
    method: request.method,
    version: request.version ?? 'v2',
    params,
    urgency,
    timeLimitMs: request.timeLimitMs ?? desk.ground.config.restTimeLimitMs,
    idempotencyKey: request.version === 'v3' ? (request.idempotencyKey ?? null) : null,
    repeatable,
    leaveBy: leaveBy(desk, urgency, repeatable),
    inner: [request.method],
    detail: JSON.stringify({ as: request.as ?? 'owner', params: describeParams(params) }),
  };
}

export function batchSending(desk: Desk, request: RestBatch, repeatable: boolean): Sending {
  const urgency = request.urgency ?? 'background';
  return {
    ...envelope(desk, request.commands, request.halt ?? false),
    kind: 'batch',
    portalId: request.portalId,
    urgency,
    repeatable,
    leaveBy: leaveBy(desk, urgency, repeatable),
  };
}

export function visitorSending(desk: Desk, request: VisitorBatch): Sending {
  const repeatable = Object.values(request.commands).every((command) => isKnownRead(command.method));
  return {
    ...envelope(desk, request.commands, request.halt ?? false),
    kind: 'visitor',
    portalId: request.portalId,
    urgency: 'interactive',
    repeatable,
    leaveBy: leaveBy(desk, 'interactive', repeatable),
  };
}

function envelope(
  desk: Desk,
  commands: BatchCommands,
  halt: boolean,
): Omit<Sending, 'kind' | 'portalId' | 'urgency' | 'repeatable' | 'leaveBy'> {
  const entries = Object.entries(commands);
  const cmd = Object.fromEntries(
    entries.map(([name, one]) => [name, batchCommand(one.method, one.params ?? {})]),
  );
  const inner = entries.map(([, one]) => one.method);
  return {
    method: 'batch',
    version: 'v2',
    params: { halt: halt ? 1 : 0, cmd },
    timeLimitMs: desk.ground.config.restTimeLimitMs,
    idempotencyKey: null,
    inner,
    detail: JSON.stringify({ commands: tally(inner) }),
  };
}

/** What may be repeated has patience; a write must have left early enough for its "settle" time to be trusted. */
function leaveBy(desk: Desk, urgency: Urgency, repeatable: boolean): number {
  const patient = WAIT_LIMIT_MS[urgency];
  const limit = repeatable ? patient : Math.min(patient, desk.ground.config.writeStartLimitMs);
  return performance.now() + limit;
}

function tally(methods: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const method of methods) counts[method] = (counts[method] ?? 0) + 1;
  return counts;
}
