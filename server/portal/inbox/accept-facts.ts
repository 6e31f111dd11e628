import type { Clock } from '../../base/clock.js';
import type { DbOrTx, Tx } from '../../base/db/index.js';
import { newId } from '../../base/ids.js';
import { checkFact, type InboxFact } from './inbox-fact.js';
import { type NewRow, upsertDue } from './inbox-store.js';

/** Stores a fact in the caller's transaction; it is due at once. Throws `BAD_FACT` for one that cannot be stored. */
export async function acceptFact(tx: Tx, clock: Clock, fact: InboxFact): Promise<void> {
  await acceptFacts(tx, clock, [fact]);
}

/** Stores several facts with one statement per five hundred subjects. */
export async function acceptFacts(tx: DbOrTx, clock: Clock, facts: readonly InboxFact[]): Promise<void> {
  for (const fact of facts) checkFact(fact);
  await upsertDue(tx, coalesce(facts, clock.now()), 'newer');
}

/** One row per subject, in a fixed order: two processes storing the same subjects cannot lock each other out. */
function coalesce(facts: readonly InboxFact[], now: number): NewRow[] {
  const bySubject = new Map<string, InboxFact[]>();
  for (const fact of facts) {
    const key = JSON.stringify([fact.portalId, fact.subject, fact.subjectId]);
    const known = bySubject.get(key);
    if (known) known.push(fact);
    else bySubject.set(key, [fact]);
  }
  return [...bySubject.keys()].sort().flatMap((key) => toRow(bySubject.get(key) ?? [], now));
}

function toRow(facts: readonly InboxFact[], now: number): NewRow[] {
  const newest = facts.at(-1);
  if (!newest) return [];
  return [
    {
      portal_id: newest.portalId,
      inbox_id: newId(),
      subject: newest.subject,
      subject_id: newest.subjectId,
      names: JSON.stringify([...new Set(facts.map((fact) => fact.name))].sort()),
      payload: JSON.stringify(newest.payload ?? {}),
      times: facts.length,
      attempts: 0,
      first_at: now,
      due_at: now,
    },
  ];
}
