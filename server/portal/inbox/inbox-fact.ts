import { badInput } from '../../base/errors.js';
import type { Ground } from '../../base/ground.js';

export type InboxGround = Pick<Ground, 'db' | 'clock' | 'log'>;

/** Something changed: which thing of which portal. Ids and names of events only, never texts or tokens unless sealed. */
export interface InboxFact {
  portalId: string;
  /** `task`, `comment`, `group`, `client`, `portal`, … */
  subject: string;
  subjectId: string;
  /** Name of the event; names merged into one row are kept as a set. */
  name: string;
  /** Small facts of this event; of several merged events the newest counts. */
  payload?: Record<string, string | number>;
}

/** A leased row, as whoever plays it sees it. */
export interface InboxRow {
  portalId: string;
  inboxId: string;
  subject: string;
  subjectId: string;
  /** Distinct names of the events merged into this row. */
  names: string[];
  payload: Record<string, string | number>;
  /** How many facts were merged. */
  times: number;
  /** This try included: 1 at the first. */
  attempts: number;
  /** Epoch ms of the first fact. */
  firstAt: number;
  /** Names this very lease: a later lease of the same row has another one. */
  leaseHolder: string;
}

const TEXT_LIMIT = 200;
const PAYLOAD_LIMIT = 3_000;

/** Refuses a fact that could not be stored, before it meets others in one transaction. */
export function checkFact(fact: InboxFact): void {
  for (const text of [fact.portalId, fact.subject, fact.subjectId, fact.name]) {
    if (text.length === 0 || text.length > TEXT_LIMIT || hasBadCharacters(text)) throw badFact();
  }
  const payload = JSON.stringify(fact.payload ?? {});
  if (payload.length > PAYLOAD_LIMIT || hasBadCharacters(payload)) throw badFact();
}

/** Control characters (PostgreSQL refuses NUL) and lone surrogates, which no database stores as they are. */
function hasBadCharacters(text: string): boolean {
  return /\p{Cc}|\p{Cs}/u.test(text);
}

function badFact(): Error {
  return badInput('BAD_FACT', 'The fact has an empty, over-long or unprintable part');
}
