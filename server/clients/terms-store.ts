import { type Selectable, sql } from 'kysely';
import { termsSchema } from '../api/index.js';
import { type Day, dayOf } from '../base/days.js';
import type { DbOrTx, Tx } from '../base/db/index.js';
import type { TermsTable } from '../base/db/tables/clients.js';
import { type Terms, defaultTerms } from '../base/terms.js';
import type { ClientRecord } from './client-store.js';
import { storedTerms } from './rules/stored-terms.js';
import {
  type ClientTerms,
  FIRST_DAY,
  type SetTerms,
  type TermsInForce,
  termsInForce,
} from './rules/terms-in-force.js';

/** The portal's own versions lie beside those of its clients, under a number that no client has. */
export const WHOLE_PORTAL = 0;

/** What is not set anywhere: version 0, from the beginning of time. */
const builtIn: TermsInForce = { version: 0, effectiveFrom: FIRST_DAY, terms: defaultTerms };

/** Everything that was ever set for a client: the portal's versions and its own. */
export interface KeptTerms {
  portalWide: TermsInForce[];
  own: SetTerms[];
}

/** With `clientId` WHOLE_PORTAL only the portal's versions, the built-in ones among them. */
export async function readKeptTerms(db: DbOrTx, portalId: string, clientId: number): Promise<KeptTerms> {
  const rows = await db
    .selectFrom('terms')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('client_id', 'in', [WHOLE_PORTAL, clientId])
    .execute();
  const portalWide = rows.filter((row) => row.client_id === WHOLE_PORTAL).map(versionOf);
  const own = rows.filter((row) => row.client_id !== WHOLE_PORTAL).map(versionOf);
  return {
    portalWide: [builtIn, ...portalWide.flatMap(({ terms, ...each }) => (terms ? [{ ...each, terms }] : []))],
    own,
  };
}

/** Which version holds for a client on which day, and those that only issued lines still name. */
export async function readTermsVersions(
  db: DbOrTx,
  portalId: string,
  clientId: number,
): Promise<ClientTerms> {
  const { portalWide, own } = await readKeptTerms(db, portalId, clientId);
  return termsInForce(portalWide, own);
}

/** A version that nobody has saved yet. */
export interface WantedTerms {
  scope: 'portal' | 'own';
  effectiveFrom: Day;
  terms: Terms | null;
  /** Versions of the same scope that begin later do not take over. */
  forGood?: boolean;
}

/** The client's terms as they would be once that version is saved. */
export async function readChangedTerms(
  db: DbOrTx,
  portalId: string,
  clientId: number,
  wanted: WantedTerms,
): Promise<ClientTerms> {
  const { portalWide, own } = await readKeptTerms(db, portalId, clientId);
  const version = await nextTermsVersion(db, portalId);
  const { scope, effectiveFrom, terms, forGood = false } = wanted;
  const stays = (each: { effectiveFrom: Day }) => !forGood || each.effectiveFrom < effectiveFrom;
  if (scope === 'own')
    return termsInForce(portalWide, [...own.filter(stays), { version, effectiveFrom, terms }]);
  const added = terms ? [{ version, effectiveFrom, terms }] : [];
  return termsInForce([...portalWide.filter(stays), ...added], own);
}

/** Terms in force on the client's local day of `now`: what counts for all that is not billing by work day. */
export async function readTermsToday(db: DbOrTx, client: ClientRecord, now: number): Promise<Terms> {
  const { inForce } = await readTermsVersions(db, client.portal_id, client.client_id);
  return termsOfDay(inForce, dayOf(now, client.time_zone)).terms;
}

/** The version of that day. `inForce` always begins with the first day. */
export function termsOfDay(inForce: readonly TermsInForce[], day: Day): TermsInForce {
  return inForce.findLast((each) => each.effectiveFrom <= day) ?? builtIn;
}

/** Numbers are the portal's, so that a line names exactly one body. To use one, hold the portal's row. */
export async function nextTermsVersion(db: DbOrTx, portalId: string): Promise<number> {
  const row = await db
    .selectFrom('terms')
    .select(sql<number>`cast(coalesce(max(version), 0) as bigint)`.as('last'))
    .where('portal_id', '=', portalId)
    .executeTakeFirstOrThrow();
  return row.last + 1;
}

/** Append-only: triggers refuse to change or to delete a version. */
export async function insertTerms(tx: Tx, row: Selectable<TermsTable>): Promise<void> {
  await tx.insertInto('terms').values(row).execute();
}

function versionOf(row: Selectable<TermsTable>): SetTerms {
  return { version: row.version, effectiveFrom: row.effective_from, terms: termsOf(row.body) };
}

const MOST_BODIES = 500;
const knownBodies = new Map<string, Terms | null>();

/** Remembered by its text, for each posting of hours reads every version anew. Readers change nothing in it. */
function termsOf(body: string): Terms | null {
  const known = knownBodies.get(body);
  if (known !== undefined) return known;
  const stored = storedTerms(body);
  const terms = stored === null ? null : frozen(termsSchema.parse(stored));
  if (knownBodies.size >= MOST_BODIES) knownBodies.clear();
  knownBodies.set(body, terms);
  return terms;
}

/** One body is lent to many: whoever would change it fails at once. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
