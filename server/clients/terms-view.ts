import type { TermsVersionView, TermsView } from '../api/index.js';
import type { Day } from '../base/days.js';
import type { DbOrTx } from '../base/db/index.js';
import { FIRST_DAY, type SetTerms, termsInForce } from './rules/terms-in-force.js';
import { type KeptTerms, WHOLE_PORTAL, readKeptTerms, termsOfDay } from './terms-store.js';

/** Which terms hold today, and every version there is with who set it, when and why. */
export async function readTermsView(
  db: DbOrTx,
  portalId: string,
  clientId: number,
  today: Day,
): Promise<TermsView> {
  const kept = await readKeptTerms(db, portalId, clientId);
  const { inForce } = termsInForce(kept.portalWide, kept.own);
  const current = termsOfDay(inForce, today);
  const makers = await readMakers(db, portalId, clientId);
  const used = new Set(inForce.map((each) => each.version));
  const describe = (scope: 'portal' | 'own', each: SetTerms): TermsVersionView => ({
    version: each.version,
    scope: each.version === 0 ? 'built-in' : scope,
    effectiveFrom: each.effectiveFrom === FIRST_DAY ? null : each.effectiveFrom,
    isCurrent: each.version === current.version,
    isInForce: used.has(each.version) || isReturn(each, kept.own),
    terms: each.terms,
    ...(makers.get(each.version) ?? { setAt: null, setBy: null, reason: null }),
  });
  const versions = [
    ...kept.portalWide.map((each) => describe('portal', each)),
    ...kept.own.map((each) => describe('own', each)),
  ].sort(newestFirst);
  return {
    today,
    scope: scopeOf(kept, current.version),
    version: current.version,
    terms: current.terms,
    portalTerms: termsOfDay(termsInForce(kept.portalWide, []).inForce, today).terms,
    versions,
  };
}

function scopeOf(kept: KeptTerms, version: number): TermsView['scope'] {
  if (version === 0) return 'built-in';
  return kept.own.some((each) => each.version === version) ? 'own' : 'portal';
}

/** A return to the portal's terms has none of its own: it counts until a newer version begins on the same day. */
function isReturn({ version, effectiveFrom, terms }: SetTerms, own: readonly SetTerms[]): boolean {
  return (
    terms === null && !own.some((each) => each.effectiveFrom === effectiveFrom && each.version > version)
  );
}

function newestFirst(a: TermsVersionView, b: TermsVersionView): number {
  const [dayA, dayB] = [a.effectiveFrom ?? FIRST_DAY, b.effectiveFrom ?? FIRST_DAY];
  return dayA < dayB ? 1 : dayA > dayB ? -1 : b.version - a.version;
}

type Maker = Pick<TermsVersionView, 'setAt' | 'setBy' | 'reason'>;

async function readMakers(db: DbOrTx, portalId: string, clientId: number): Promise<Map<number, Maker>> {
  const rows = await db
    .selectFrom('terms as version')
    .leftJoin('actions as made', (join) =>
      join
        .onRef('made.portal_id', '=', 'version.portal_id')
        .onRef('made.action_id', '=', 'version.action_id'),
    )
    .leftJoin('users as person', (join) =>
      join.onRef('person.portal_id', '=', 'made.portal_id').onRef('person.user_id', '=', 'made.user_id'),
    )
    .select(['version.version', 'version.created_at', 'made.reason', 'made.user_id', 'person.name'])
    .where('version.portal_id', '=', portalId)
    .where('version.client_id', 'in', [WHOLE_PORTAL, clientId])
    .execute();
  return new Map(
    rows.map((row) => {
      const setBy = row.name ?? (row.user_id === null ? null : `#${row.user_id}`);
      return [row.version, { setAt: row.created_at, setBy, reason: row.reason }];
    }),
  );
}
