import type { Clock } from '../base/clock.js';
import type { Tx } from '../base/db/index.js';
import { newId } from '../base/ids.js';
import { findActionByCause, insertAction } from './actions-store.js';

/** What a person did. `userId` 0 = the app itself. */
export interface Action {
  portalId: string;
  userId: number;
  /** Verb and noun: `sell-package`, `decide-move`, … */
  what: string;
  clientId?: number | null;
  reason?: string | null;
  /** State before and after, as it is to be shown later; stored as JSON. */
  before?: unknown;
  after?: unknown;
  /** What makes a repetition recognisable: usually the request id. */
  cause?: string | null;
}

export interface RecordedAction {
  actionId: string;
  /** The same cause was recorded before: the caller must change nothing again. */
  repeated: boolean;
}

/** Writes an action into the append-only list; the same cause twice answers the first one. */
export async function recordAction(tx: Tx, clock: Clock, action: Action): Promise<RecordedAction> {
  const actionId = newId();
  const inserted = await insertAction(tx, {
    portal_id: action.portalId,
    action_id: actionId,
    client_id: action.clientId ?? null,
    user_id: action.userId,
    at: clock.now(),
    what: action.what,
    reason: action.reason ?? null,
    before: asJson(action.before),
    after: asJson(action.after),
    cause: action.cause ?? null,
  });
  if (inserted) return { actionId, repeated: false };
  return { actionId: await findActionByCause(tx, action.portalId, action.cause ?? ''), repeated: true };
}

function asJson(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}
