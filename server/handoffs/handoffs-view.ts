import type { Visitor } from '../access/index.js';
import type { HandoffView } from '../api/index.js';
import type { DbOrTx } from '../base/db/index.js';
import { mayManage, reachableClients } from '../clients/index.js';
import { readWaivable } from './billed-view.js';
import { readLinked } from './linked-view.js';
import { readGroupsOf, readNamer } from './people-view.js';

/** Ended ones are shown for so long. */
const LATELY_MS = 60 * 24 * 3_600_000;

interface Wanted {
  visitor: Visitor;
  now: number;
  /** Of one task: as what was handed over, and as what it was handed over. */
  taskId?: number;
  handoffId?: number;
}

/** Hand-offs the visitor has to do with: open ones first, the longest waiting on top; then those that ended lately. */
export async function readHandoffs(db: DbOrTx, wanted: Wanted): Promise<HandoffView[]> {
  const { visitor, taskId } = wanted;
  const rows = (await readRows(db, wanted)).filter(
    (row) => taskId === undefined || row.task_id === taskId || row.linked_task_id === taskId,
  );
  const reach = await readReach(db, visitor);
  const own = rows.filter((row) => reach.sees(row));
  const ids = own.filter((row) => reach.manages(row)).map((row) => row.handoff_id);
  const waivable = await readWaivable(db, visitor.portalId, ids);
  const name = await readNamer(
    db,
    visitor.portalId,
    own.flatMap((row) => [row.handed_by, row.ended_by, row.linked_responsible]),
  );
  const views = [];
  for (const row of own) {
    const linked = await readLinked(db, row);
    views.push({
      ...viewOf(row, name),
      ...{ linkedStatus: linked.status, linkedIsGone: linked.isGone, linkedSeconds: linked.seconds },
      waivableSeconds: reach.manages(row) ? (waivable.get(row.handoff_id) ?? 0) : null,
      may: {
        refuse: row.state === 'open' && (reach.manages(row) || reach.receives(row)),
        takeBack:
          row.state === 'open' && !linked.isBegun && (reach.manages(row) || row.handed_by === visitor.userId),
      },
    });
  }
  return views;
}

type HandoffJoined = Awaited<ReturnType<typeof readRows>>[number];

async function readRows(db: DbOrTx, { visitor, now, handoffId }: Wanted) {
  const { portalId } = visitor;
  return db
    .selectFrom('handoffs as handed')
    .innerJoin('clients as client', (join) =>
      join
        .onRef('client.portal_id', '=', 'handed.portal_id')
        .onRef('client.client_id', '=', 'handed.client_id'),
    )
    .leftJoin('tasks as task', (join) =>
      join.onRef('task.portal_id', '=', 'handed.portal_id').onRef('task.task_id', '=', 'handed.task_id'),
    )
    .leftJoin('tasks as linked', (join) =>
      join
        .onRef('linked.portal_id', '=', 'handed.portal_id')
        .onRef('linked.task_id', '=', 'handed.linked_task_id'),
    )
    .leftJoin('workgroups as known', (join) =>
      join.onRef('known.portal_id', '=', 'handed.portal_id').onRef('known.group_id', '=', 'handed.group_id'),
    )
    .selectAll('handed')
    .select(['client.name as client_name', 'task.title as task_title', 'known.name as group_name'])
    .select(['task.responsible_id as task_responsible', 'linked.responsible_id as linked_responsible'])
    .where('handed.portal_id', '=', portalId)
    .$if(handoffId !== undefined, (query) => query.where('handed.handoff_id', '=', handoffId ?? 0))
    .where((is) => is.or([is('handed.state', '=', 'open'), is('handed.updated_at', '>', now - LATELY_MS)]))
    .orderBy((is) => is.case().when('handed.state', '=', 'open').then(0).else(1).end())
    .orderBy('handed.since_at')
    .execute();
}

/** A manager has to do with the hand-offs of their clients; others with those they made, work on, or receive. */
async function readReach(db: DbOrTx, visitor: Visitor) {
  const clients = await reachableClients(db, visitor);
  const groups = await readGroupsOf(db, visitor);
  const isOfClient = (row: HandoffJoined) => clients === 'all' || clients.has(row.client_id);
  const receives = (row: HandoffJoined) =>
    row.linked_responsible === visitor.userId || groups.has(row.group_id);
  return {
    receives,
    manages: (row: HandoffJoined) => mayManage(visitor) && isOfClient(row),
    sees: (row: HandoffJoined) =>
      (mayManage(visitor) && isOfClient(row)) ||
      receives(row) ||
      [row.handed_by, row.task_responsible].includes(visitor.userId),
  };
}

function viewOf(row: HandoffJoined, name: (userId: number | null) => string | null) {
  return {
    ...{ handoffId: row.handoff_id, way: row.way, state: row.state },
    ...{ clientId: row.client_id, clientName: row.client_name },
    ...{
      taskId: row.task_id,
      taskTitle: row.task_title ?? '',
      groupName: row.group_name ?? `#${row.group_id}`,
    },
    ...{ linkedTaskId: row.linked_task_id, title: row.title, performer: name(row.linked_responsible) },
    ...{ note: row.note, handedBy: name(row.handed_by) ?? '', sinceAt: row.since_at, untilAt: row.until_at },
    courtesyReason: row.courtesy_reason,
    ...{ endedBy: name(row.ended_by), endedAt: row.ended_at, endReason: row.end_reason },
  };
}
