import type { Visitor } from '../access/index.js';
import type { HandoffTarget, HandoffWay, TaskHandoffs } from '../api/index.js';
import type { DbOrTx } from '../base/db/index.js';
import {
  mayManage,
  reachableClients,
  readClients,
  readGroupsByClient,
  readReportTaskIds,
} from '../clients/index.js';
import type { TaskInReach } from '../ledger/index.js';
import { readPeopleOfGroups } from './people-view.js';

type Place = Omit<HandoffTarget, 'people'> & { clientId: number | null };
const wayOf: Record<'development' | 'free-support', HandoffWay> = {
  development: 'to-development',
  'free-support': 'to-free-support',
};

/** Where the visitor may hand a task to; `missing` says why nowhere, where somebody can do something about it. */
export async function readTargets(
  db: DbOrTx,
  visitor: Visitor,
  task: TaskInReach,
): Promise<{ targets: (HandoffTarget & { clientId: number })[]; missing: TaskHandoffs['missing'] }> {
  const nowhere = { targets: [], missing: null };
  const { portalId } = visitor;
  const isOwn = visitor.role === 'performer' && task.responsibleId === visitor.userId;
  if (!mayManage(visitor) && !isOwn) return nowhere;
  if ((await readReportTaskIds(db, portalId)).includes(task.taskId)) return nowhere;
  const places =
    task.clientId !== null ? await partsOf(db, portalId) : await clientGroups(db, visitor, task.part);
  if (places.length === 0)
    return { targets: [], missing: task.clientId === null ? null : 'no-special-groups' };
  const people = await readPeopleOfGroups(
    db,
    portalId,
    places.map((place) => place.groupId),
  );
  const targets = places.map((place) => ({
    ...place,
    clientId: place.clientId ?? task.clientId ?? 0,
    people: people.get(place.groupId) ?? [],
  }));
  return { targets, missing: null };
}

async function partsOf(db: DbOrTx, portalId: string): Promise<Place[]> {
  const rows = await db
    .selectFrom('special_groups as special')
    .leftJoin('workgroups as known', (join) =>
      join
        .onRef('known.portal_id', '=', 'special.portal_id')
        .onRef('known.group_id', '=', 'special.group_id'),
    )
    .select(['special.group_id', 'special.part', 'known.name'])
    .where('special.portal_id', '=', portalId)
    .orderBy('special.part')
    .orderBy('special.group_id')
    .execute();
  return rows.map((row) => ({
    way: wayOf[row.part],
    groupId: row.group_id,
    groupName: row.name ?? `#${row.group_id}`,
    clientName: null,
    clientId: null,
  }));
}

/** Work of free support turned out to be paid: a manager says whose. */
async function clientGroups(db: DbOrTx, visitor: Visitor, part: TaskInReach['part']): Promise<Place[]> {
  if (part !== 'free-support' || !mayManage(visitor)) return [];
  const reach = await reachableClients(db, visitor);
  const groups = await readGroupsByClient(db, visitor.portalId);
  const clients = (await readClients(db, visitor.portalId)).filter(
    (client) => reach === 'all' || reach.has(client.client_id),
  );
  return clients.flatMap((client) =>
    (groups.get(client.client_id) ?? []).map((group) => ({
      way: 'to-paid' as const,
      groupId: group.groupId,
      groupName: group.name,
      clientName: client.name,
      clientId: client.client_id,
    })),
  );
}
