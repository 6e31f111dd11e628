import { dayOf } from '../base/days.js';
import type { DbOrTx } from '../base/db/index.js';
import {
  type ClientRecord,
  readReportTaskIds,
  readTermsVersions,
  readWorkOfClient,
} from '../clients/index.js';
import { readHanded, readLinkedEntries } from './handed-view.js';
import { nextPackageId } from './ledger-store.js';
import { readPackageFacts } from './package-facts-view.js';
import { spanOf } from './rules/handed.js';
import type { EntryFact, Facts, WaiverFact } from './rules/types.js';
import type { KeptLine } from './standing-view.js';

export type ClientTerms = Awaited<ReturnType<typeof readTermsVersions>>;

/**
 * Everything `target` may know of a client, from the mirror and the ledger's own rows.
 * @param standing the client's standing lines: package sizes come from them
 * @param supposed other terms than the client has, for a replay
 */
export async function readFacts(
  db: DbOrTx,
  client: ClientRecord,
  standing: readonly KeptLine[],
  supposed?: ClientTerms,
): Promise<Facts> {
  const { portal_id: portalId, client_id: clientId } = client;
  const terms = supposed ?? (await readTermsVersions(db, portalId, clientId));
  const workTypes = terms.inForce.flatMap((version) => Object.keys(version.terms.workTypes));
  const entries = await readEntries(db, client, workTypes);
  return {
    accountingStartsOn: client.accounting_starts_on,
    openingOverageSeconds: Math.max(0, -client.opening_balance_seconds),
    entries,
    packages: await readPackageFacts(db, client, standing),
    terms: terms.inForce,
    supersededTerms: terms.superseded,
    waivers: await readWaivers(db, client),
    goneOn: await readGone(db, client, standing, entries),
    nextPackageId: await nextPackageId(db, portalId, clientId),
  };
}

async function readEntries(
  db: DbOrTx,
  client: ClientRecord,
  workTypes: readonly string[],
): Promise<EntryFact[]> {
  const reportTasks = await readReportTaskIds(db, client.portal_id);
  const rows = await db
    .selectFrom('time_entries as entry')
    .innerJoin('group_tenures as owned', (join) =>
      join
        .onRef('owned.portal_id', '=', 'entry.portal_id')
        .onRef('owned.group_id', '=', 'entry.group_id')
        .onRef('owned.from_at', '<=', 'entry.made_at')
        .onRef('owned.until_at', '>', 'entry.made_at'),
    )
    .leftJoin('tasks as task', (join) =>
      join.onRef('task.portal_id', '=', 'entry.portal_id').onRef('task.task_id', '=', 'entry.task_id'),
    )
    .select([
      'task.tags',
      'task.title',
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
  const of = { portalId: client.portal_id, clientId: client.client_id };
  const workOf = await readWorkOfClient(db, of, workTypes);
  const zone = client.time_zone;
  const handed = await readHanded(db, client);
  const linked = await readLinkedEntries(db, client.portal_id, [...handed.linked.keys()]);
  const spanned = [
    ...rows.map((row) => ({ row, handedIn: spanOf(handed.spans.get(row.task_id) ?? [], row.worked_at) })),
    ...linked.map((row) => ({ row, handedIn: handed.linked.get(row.task_id) ?? null })),
  ];
  return spanned.map(({ row, handedIn }) => {
    const { workType, urgency, courtesy } = workOf(row);
    // What people marked by hand comes before what follows from a hand-over.
    const span = courtesy ? null : handedIn;
    return {
      entryId: row.entry_id,
      taskId: row.task_id,
      userId: row.user_id,
      seconds: row.seconds,
      workedAt: row.worked_at,
      workDay: dayOf(row.worked_at, zone),
      workType: workType?.value ?? null,
      ...(workType && { workTypeFrom: workType.from }),
      urgency: urgency?.value ?? 'normal',
      ...(urgency && { urgencyFrom: urgency.from }),
      courtesyReason: courtesy?.value ?? span?.reason ?? null,
      ...(courtesy && { courtesyFrom: courtesy.from }),
      ...(span && { courtesyFrom: { how: 'handoff' as const, handoffId: span.handoffId } }),
      noticedOn: dayOf(row.noticed_at, zone),
      textKey: row.comment,
    };
  });
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
