import { dayOf } from '../base/days.js';
import type { DbOrTx } from '../base/db/index.js';
import { type ClientRecord, readReportTaskIds, readTermsVersions, workTypeOfTags } from '../clients/index.js';
import { nextPackageId } from './ledger-store.js';
import { effectOf } from './rules/effect.js';
import type { EntryFact, Facts, PackageFact, WaiverFact } from './rules/types.js';
import type { KeptLine } from './standing-view.js';

/**
 * Everything `target` may know of a client, from the mirror and the ledger's own rows.
 * @param standing the client's standing lines: package sizes come from them
 */
export async function readFacts(
  db: DbOrTx,
  client: ClientRecord,
  standing: readonly KeptLine[],
): Promise<Facts> {
  const { portal_id: portalId, client_id: clientId } = client;
  const terms = await readTermsVersions(db, portalId, clientId);
  const entries = await readEntries(db, client);
  return {
    accountingStartsOn: client.accounting_starts_on,
    openingOverageSeconds: Math.max(0, -client.opening_balance_seconds),
    entries,
    packages: await readPackageFacts(db, client, standing),
    terms: terms.inForce,
    supersededTerms: terms.superseded,
    waivers: await readWaivers(db, client),
    goneOn: await readGone(db, client, standing, entries),
    correctionPackages: await readCorrectionPackages(db, portalId, clientId),
    nextPackageId: await nextPackageId(db, portalId, clientId),
  };
}

async function readEntries(db: DbOrTx, client: ClientRecord): Promise<EntryFact[]> {
  const reportTasks = await readReportTaskIds(db, client.portal_id);
  const rows = await db
    .selectFrom('time_entries as entry')
    .innerJoin('client_groups as owned', (join) =>
      join.onRef('owned.portal_id', '=', 'entry.portal_id').onRef('owned.group_id', '=', 'entry.group_id'),
    )
    .leftJoin('tasks as task', (join) =>
      join.onRef('task.portal_id', '=', 'entry.portal_id').onRef('task.task_id', '=', 'entry.task_id'),
    )
    .select([
      'task.tags',
      'entry.entry_id',
      'entry.task_id',
      'entry.user_id',
      'entry.seconds',
      'entry.worked_at',
      'entry.noticed_at',
      'entry.comment',
    ])
    .where('owned.portal_id', '=', client.portal_id)
    .where('owned.client_id', '=', client.client_id)
    .where('entry.state', '=', 'live')
    .where('entry.seconds', '>', 0)
    .$if(reportTasks.length > 0, (query) => query.where('entry.task_id', 'not in', reportTasks))
    .execute();
  const marks = await readMarks(db, client);
  const zone = client.time_zone;
  const ofTags = rememberTags();
  return rows.map((row) => {
    const mark = marks.get(`${row.task_id}:${row.entry_id}`) ?? marks.get(`${row.task_id}:0`);
    return {
      entryId: row.entry_id,
      taskId: row.task_id,
      userId: row.user_id,
      seconds: row.seconds,
      workedAt: row.worked_at,
      workDay: dayOf(row.worked_at, zone),
      workType: mark?.work_type ?? ofTags(row.tags) ?? 'other',
      urgency: mark?.urgency ?? 'normal',
      courtesyReason: mark?.courtesy_reason ?? null,
      noticedOn: dayOf(row.noticed_at, zone),
      textKey: row.comment,
    };
  });
}

/** Many entries share a task: each list of tags is read once. */
function rememberTags(): (tags: string | null) => string | null {
  const known = new Map<string, string | null>();
  return (tags) => {
    if (tags === null) return null;
    const before = known.get(tags);
    if (before !== undefined) return before;
    const workType = workTypeOfTags(JSON.parse(tags) as string[]);
    known.set(tags, workType);
    return workType;
  };
}

interface Mark {
  work_type: string | null;
  urgency: string | null;
  courtesy_reason: string | null;
}

/** The newest mark of a task or entry wins. */
async function readMarks(db: DbOrTx, client: ClientRecord): Promise<Map<string, Mark>> {
  const rows = await db
    .selectFrom('work_marks as mark')
    .select(['mark.task_id', 'mark.entry_id', 'mark.work_type', 'mark.urgency', 'mark.courtesy_reason'])
    .where('mark.portal_id', '=', client.portal_id)
    .orderBy('mark.since_at')
    .execute();
  return new Map(rows.map((row) => [`${row.task_id}:${row.entry_id}`, row]));
}

async function readPackageFacts(
  db: DbOrTx,
  client: ClientRecord,
  standing: readonly KeptLine[],
): Promise<PackageFact[]> {
  const rows = await db
    .selectFrom('packages')
    .selectAll()
    .where('portal_id', '=', client.portal_id)
    .where('client_id', '=', client.client_id)
    .orderBy('package_id')
    .execute();
  const sizes = new Map<number, number>();
  for (const line of standing) {
    const isOpenTransfer = line.kind === 'transfer' && line.reportNumber === null;
    if (line.packageId === null || isOpenTransfer) continue;
    sizes.set(line.packageId, (sizes.get(line.packageId) ?? 0) + effectOf(line).size);
  }
  return rows.map((row) => ({
    packageId: row.package_id,
    sizeSeconds: sizes.get(row.package_id) ?? 0,
    boughtAt: row.bought_at,
    validFrom: row.valid_from,
    expiresOn: row.expires_on,
    closedOn: null,
    coversEarlier: row.covers_earlier === 1,
    purchaseActionId: row.purchase_action_id,
  }));
}

async function readCorrectionPackages(
  db: DbOrTx,
  portalId: string,
  clientId: number,
): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('packages')
    .select(['cause', 'package_id'])
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .where('cause', 'is not', null)
    .execute();
  return new Map(rows.map((row) => [row.cause ?? '', row.package_id]));
}

async function readWaivers(db: DbOrTx, client: ClientRecord): Promise<WaiverFact[]> {
  const rows = await db
    .selectFrom('waivers')
    .selectAll()
    .where('portal_id', '=', client.portal_id)
    .where('client_id', '=', client.client_id)
    .orderBy('waiver_id')
    .execute();
  return rows.map((row) => ({
    waiverId: row.waiver_id,
    entryId: row.entry_id,
    seconds: row.seconds,
    noticedOn: dayOf(row.noticed_at, client.time_zone),
  }));
}

/** Issued entries that no longer count for this client, and the day that was noticed. */
async function readGone(
  db: DbOrTx,
  client: ClientRecord,
  standing: readonly KeptLine[],
  entries: readonly EntryFact[],
): Promise<Map<number, string>> {
  const present = new Set(entries.map((entry) => entry.entryId));
  const gone = new Set<number>();
  for (const { entryId, reportNumber } of standing) {
    if (entryId !== null && reportNumber !== null && !present.has(entryId)) gone.add(entryId);
  }
  if (gone.size === 0) return new Map();
  const rows = await db
    .selectFrom('time_entries')
    .select(['entry_id', 'noticed_at'])
    .where('portal_id', '=', client.portal_id)
    .where('entry_id', 'in', [...gone])
    .execute();
  return new Map(rows.map((row) => [row.entry_id, dayOf(row.noticed_at, client.time_zone)]));
}
