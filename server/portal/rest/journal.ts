import type { Ground } from '../../base/ground.js';
import { newId } from '../../base/ids.js';
import { insertRestCalls, type RestCallRow } from './rest-call-store.js';
import { addRestUse, type RestUse, USE_WINDOW_MS } from './rest-use-store.js';

const WRITE_EVERY_MS = 1_000;
const MAX_HELD = 5_000;
const MAX_DETAIL_CHARS = 1_000;

/** The redacted journal of REST calls: held in memory for a second, then written in bulk. */
export interface Journal {
  add: (call: Omit<RestCallRow, 'call_id'>) => void;
  /** What one call of a method used of the portal's budget: added up for ten minutes. */
  use: (call: MethodUse) => void;
  flush: () => Promise<void>;
}

export interface MethodUse {
  portalId: string;
  method: string;
  at: number;
  runMs: number;
  operatingMs: number;
  refused: boolean;
}

export function createJournal(ground: Ground): Journal {
  let held: RestCallRow[] = [];
  let used = new Map<string, RestUse>();
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    const rows = held;
    const uses = [...used.values()];
    held = [];
    used = new Map();
    try {
      await insertRestCalls(ground.db, rows);
      await addRestUse(ground.db, uses);
    } catch (error) {
      // A journal that cannot be written must not stop the work it describes.
      ground.log.warn({ err: error, rows: rows.length }, 'the journal of REST calls could not be written');
    }
  }

  function flush(): Promise<void> {
    if (timer) clearTimeout(timer);
    timer = null;
    writing = writing.then(write);
    return writing;
  }

  return {
    add: (call) => {
      if (held.length >= MAX_HELD) held.shift();
      held.push({ ...call, call_id: newId(), detail: call.detail.slice(0, MAX_DETAIL_CHARS) });
      timer ??= setTimeout(() => void flush(), WRITE_EVERY_MS).unref();
    },
    use: (call) => {
      const method = call.method.toLowerCase();
      const bucketAt = Math.floor(call.at / USE_WINDOW_MS) * USE_WINDOW_MS;
      const key = `${call.portalId}/${bucketAt}/${method}`;
      const none = {
        portalId: call.portalId,
        method,
        bucketAt,
        calls: 0,
        runMs: 0,
        operatingMs: 0,
        refused: 0,
      };
      const before = used.get(key) ?? none;
      used.set(key, {
        ...before,
        calls: before.calls + 1,
        runMs: before.runMs + Math.round(call.runMs),
        operatingMs: Math.max(before.operatingMs, Math.round(call.operatingMs)),
        refused: before.refused + (call.refused ? 1 : 0),
      });
      timer ??= setTimeout(() => void flush(), WRITE_EVERY_MS).unref();
    },
    flush,
  };
}

/**
 * What of a call's parameters may be written down: names of fields and numbers. Texts, names and tokens become their
 * length, so that a reader sees that there was one.
 */
export function describeParams(params: unknown, depth = 0): unknown {
  if (typeof params === 'number' || typeof params === 'boolean' || params === null) return params;
  if (typeof params === 'string') return /^\d{1,18}$/.test(params) ? params : `text(${params.length})`;
  if (typeof params !== 'object') return typeof params;
  if (depth >= 5) return 'deep';
  if (Array.isArray(params)) {
    const shown = params.slice(0, 10).map((item) => describeParams(item, depth + 1));
    return params.length > 10 ? [...shown, `and ${params.length - 10} more`] : shown;
  }
  const fields = Object.entries(params).filter(([name]) => name !== 'auth');
  return Object.fromEntries(fields.map(([name, value]) => [name, describeParams(value, depth + 1)]));
}
