import { pino } from 'pino';
import type { Db } from '../../../server/base/db/index.js';
import type { InboxGround } from '../../../server/portal/inbox/inbox-fact.js';

export const PORTAL = 'a223c6b3710f85df22e9377d6c4f7553';

/** A clock that a test moves by hand, a real database, a log that says nothing. */
export interface TestGround extends InboxGround {
  advance(ms: number): void;
}

export function givenInbox(db: Db): TestGround {
  let now = 1_770_000_000_000;
  return {
    db,
    clock: { now: () => now },
    log: pino({ enabled: false }),
    advance: (ms) => {
      now += ms;
    },
  };
}
