import type { DbOrTx } from '../../base/db/index.js';
import type { WorkOrigin } from '../../base/work-origin.js';
import { type ClientRecord, readTermsVersions, readWorkRulesByIds } from '../../clients/index.js';
import type { PackageFact, LineWhy } from '../rules/types.js';

/** What a person did, as a sentence needs it. */
export interface Deed {
  /** Null = the app itself. */
  who: string | null;
  at: number;
  reason: string | null;
}

/** A package as it stood when a line was posted. */
export interface KnownPackage extends PackageFact {
  title: string;
  source: string;
  createdAt: number;
}

/** Everything that the explanations of some lines name: each table is asked once. */
export interface WhyBook {
  timeZone: string;
  /** By `posting.line`. */
  whys: Map<string, LineWhy>;
  deeds: Map<string, Deed>;
  /** By posting: the action it was made by, if a person made it. */
  madeBy: Map<number, string>;
  rules: Awaited<ReturnType<typeof readWorkRulesByIds>>;
  /** First day of each version of the terms. */
  termsFrom: Map<number, string>;
  packages: KnownPackage[];
  /** By entry. */
  waivers: Map<number, { seconds: number; reason: string; noticedAt: number; actionId: string }[]>;
}

export interface ExplainedLine {
  posting: number;
  line: number;
  entryId: number | null;
}

const ALL_AT_ONCE = 400;

export async function readWhyBook(
  db: DbOrTx,
  client: ClientRecord,
  lines: readonly ExplainedLine[],
): Promise<WhyBook> {
  const { portal_id: portalId, client_id: clientId } = client;
  const whys = await readWhys(db, client, lines);
  const origins = [...whys.values()].flatMap(originsOf);
  const waivers = await readWaiversByEntry(db, client);
  const madeBy = await readMakers(db, client, lines);
  const actionIds = [...origins.flatMap(actionOf), ...waiverActions(waivers), ...madeBy.values()];
  const { inForce, superseded } = await readTermsVersions(db, portalId, clientId);
  return {
    timeZone: client.time_zone,
    whys,
    deeds: await readDeeds(db, portalId, actionIds),
    madeBy,
    rules: await readWorkRulesByIds(
      db,
      portalId,
      origins.flatMap((origin) => (origin.how === 'rule' ? [origin.ruleId] : [])),
    ),
    termsFrom: new Map([...superseded, ...inForce].map((each) => [each.version, each.effectiveFrom])),
    packages: await readKnownPackages(db, client),
    waivers,
  };
}

async function readWhys(
  db: DbOrTx,
  client: ClientRecord,
  lines: readonly ExplainedLine[],
): Promise<Map<string, LineWhy>> {
  const postings = [...new Set(lines.map((line) => line.posting))];
  const some = postings.length <= ALL_AT_ONCE;
  if (postings.length === 0) return new Map();
  const rows = await db
    .selectFrom('lines')
    .select(['posting', 'line', 'why'])
    .where('portal_id', '=', client.portal_id)
    .where('client_id', '=', client.client_id)
    .$if(some, (query) => query.where('posting', 'in', postings))
    .execute();
  const wanted = new Set(lines.map((line) => `${line.posting}.${line.line}`));
  return new Map(
    rows
      .map((row): [string, string] => [`${row.posting}.${row.line}`, row.why])
      .filter(([key]) => wanted.has(key))
      .map(([key, why]) => [key, JSON.parse(why) as LineWhy]),
  );
}

async function readMakers(
  db: DbOrTx,
  client: ClientRecord,
  lines: readonly ExplainedLine[],
): Promise<Map<number, string>> {
  const wanted = new Set(lines.map((line) => line.posting));
  const rows = await db
    .selectFrom('postings')
    .select(['posting', 'action_id'])
    .where('portal_id', '=', client.portal_id)
    .where('client_id', '=', client.client_id)
    .where('action_id', 'is not', null)
    .execute();
  return new Map(
    rows.flatMap((row): [number, string][] =>
      row.action_id === null || !wanted.has(row.posting) ? [] : [[row.posting, row.action_id]],
    ),
  );
}

function originsOf(why: LineWhy): WorkOrigin[] {
  return [why.workTypeFrom, why.urgencyFrom, why.courtesyFrom, why.because?.from].filter(
    (origin) => origin !== undefined,
  );
}

export function actionOf(origin: WorkOrigin): string[] {
  return 'actionId' in origin && origin.actionId !== null ? [origin.actionId] : [];
}

function waiverActions(waivers: WhyBook['waivers']): string[] {
  return [...waivers.values()].flat().map((waiver) => waiver.actionId);
}

/** Actions by their id, with the name of whoever acted as the mirror knows it now. */
export async function readDeeds(
  db: DbOrTx,
  portalId: string,
  actionIds: readonly string[],
): Promise<Map<string, Deed>> {
  const wanted = [...new Set(actionIds)];
  const deeds = new Map<string, Deed>();
  for (let at = 0; at < wanted.length; at += ALL_AT_ONCE) {
    const rows = await db
      .selectFrom('actions as action')
      .leftJoin('users as person', (join) =>
        join
          .onRef('person.portal_id', '=', 'action.portal_id')
          .onRef('person.user_id', '=', 'action.user_id'),
      )
      .select(['action.action_id', 'action.user_id', 'action.at', 'action.reason', 'person.name'])
      .where('action.portal_id', '=', portalId)
      .where('action.action_id', 'in', wanted.slice(at, at + ALL_AT_ONCE))
      .execute();
    for (const row of rows) {
      const who = row.user_id === 0 ? null : (row.name ?? `#${row.user_id}`);
      deeds.set(row.action_id, { who, at: row.at, reason: row.reason === '' ? null : row.reason });
    }
  }
  return deeds;
}

async function readWaiversByEntry(db: DbOrTx, client: ClientRecord): Promise<WhyBook['waivers']> {
  const rows = await db
    .selectFrom('waivers')
    .selectAll()
    .where('portal_id', '=', client.portal_id)
    .where('client_id', '=', client.client_id)
    .orderBy('waiver_id')
    .execute();
  const waivers: WhyBook['waivers'] = new Map();
  for (const row of rows) {
    const { seconds, reason, noticed_at: noticedAt, action_id: actionId } = row;
    waivers.set(row.entry_id, [
      ...(waivers.get(row.entry_id) ?? []),
      { seconds, reason, noticedAt, actionId },
    ]);
  }
  return waivers;
}

async function readKnownPackages(db: DbOrTx, client: ClientRecord): Promise<KnownPackage[]> {
  const { portal_id: portalId, client_id: clientId } = client;
  const rows = await db
    .selectFrom('packages')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .execute();
  const closed = await readClosingDays(db, client);
  return rows.map((row) => ({
    packageId: row.package_id,
    title: row.title,
    source: row.source,
    createdAt: row.created_at,
    sizeSeconds: 0,
    boughtAt: row.bought_at,
    validFrom: row.valid_from,
    expiresOn: row.expires_on,
    closedOn: closed.get(row.package_id) ?? null,
    coversEarlier: row.covers_earlier === 1,
    purchaseActionId: row.purchase_action_id,
  }));
}

async function readClosingDays(db: DbOrTx, client: ClientRecord): Promise<Map<number, string>> {
  const rows = await db
    .selectFrom('lines')
    .select(['package_id', 'work_day'])
    .where('portal_id', '=', client.portal_id)
    .where('client_id', '=', client.client_id)
    .where('kind', '=', 'close')
    .where('reverses_posting', 'is', null)
    .execute();
  return new Map(
    rows.flatMap((row): [number, string][] =>
      row.package_id === null || row.work_day === null ? [] : [[row.package_id, row.work_day]],
    ),
  );
}
