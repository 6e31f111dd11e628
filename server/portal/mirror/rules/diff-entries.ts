import type { EntryFacts } from './facts.js';

/** A time entry as the mirror keeps it; only what an edit can change. */
export interface KeptEntry {
  entryId: number;
  userId: number;
  seconds: number;
  comment: string;
  workedAt: number;
  source: number;
  state: 'live' | 'deleted';
  askedAt: number;
}

export type EntryVerdict =
  /** Our knowledge is newer than the answer. */
  | 'stale'
  | 'new'
  | 'same'
  /** Only the text is new to us because we did not keep it before. */
  | 'filled'
  | 'edited'
  /** We held it as deleted and the portal shows it. */
  | 'back';

/** What a reading means for the row we keep; `comment` is the text we would store. */
export function judgeEntry(
  kept: KeptEntry | undefined,
  told: { facts: EntryFacts; comment: string; askedAt: number },
): EntryVerdict {
  if (kept === undefined) return 'new';
  if (kept.askedAt > told.askedAt) return 'stale';
  if (kept.state === 'deleted') return 'back';
  const { facts } = told;
  const sameHours =
    kept.seconds === facts.seconds && kept.workedAt === facts.workedAt && kept.userId === facts.userId;
  if (sameHours && kept.comment === told.comment) return kept.source === facts.source ? 'same' : 'filled';
  return sameHours && kept.comment === '' ? 'filled' : 'edited';
}
