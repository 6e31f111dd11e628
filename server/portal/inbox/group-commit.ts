import { AppError } from '../../base/errors.js';
import type { Ground } from '../../base/ground.js';
import { acceptFacts } from './accept-facts.js';
import { checkFact, type InboxFact } from './inbox-fact.js';

interface Waiting {
  fact: InboxFact;
  resolve: () => void;
  reject: (error: unknown) => void;
}

export interface GroupCommit {
  /** Resolves only after the transaction that holds the fact has committed. Rejects with `BAD_FACT`, `BUSY` or the database's error. */
  accept(fact: InboxFact): Promise<void>;
}

/** Facts that may wait for a commit; past this the door says "busy" instead of growing. */
const MOST_WAITING = 10_000;
const BUSY_AFTER_MS = 1_000;

/**
 * One durable commit for all facts that arrive during one turn of the event loop (or during the commit before):
 * the price of a disk flush is shared, and nobody is answered before it.
 */
export function createGroupCommit(ground: Pick<Ground, 'db' | 'clock'>): GroupCommit {
  let waiting: Waiting[] = [];
  let running = false;

  async function commitAll(): Promise<void> {
    while (waiting.length > 0) {
      const together = waiting;
      waiting = [];
      await commit(ground, together);
    }
    running = false;
  }

  function accept(fact: InboxFact): Promise<void> {
    if (waiting.length >= MOST_WAITING) return Promise.reject(busy());
    return new Promise<void>((resolve, reject) => {
      checkFact(fact);
      waiting.push({ fact, resolve, reject });
      if (running) return;
      running = true;
      setImmediate(() => void commitAll());
    });
  }

  return { accept };
}

/** Never throws: each waiting call is told its own outcome. */
async function commit(ground: Pick<Ground, 'db' | 'clock'>, together: readonly Waiting[]): Promise<void> {
  try {
    const facts = together.map((one) => one.fact);
    await ground.db.transaction().execute((tx) => acceptFacts(tx, ground.clock, facts));
  } catch (error) {
    for (const one of together) one.reject(error);
    return;
  }
  for (const one of together) one.resolve();
}

function busy(): AppError {
  return new AppError('BUSY', 'Too many events are waiting to be stored', {
    status: 503,
    retry: { afterMs: BUSY_AFTER_MS },
  });
}
