import type { DbOrTx } from '../../base/db/index.js';
import type { ActionNames } from './describe-action.js';

/** Names of everything the states of some actions mention by id. */
export async function readActionNames(
  db: DbOrTx,
  portalId: string,
  actions: readonly { user_id: number; before: unknown; after: unknown }[],
): Promise<ActionNames> {
  const ids = { users: new Set<number>(), groups: new Set<number>(), tasks: new Set<number>() };
  for (const action of actions) {
    ids.users.add(action.user_id);
    collect(action.before, ids);
    collect(action.after, ids);
  }
  const people = await db
    .selectFrom('users')
    .select(['user_id', 'name'])
    .where('portal_id', '=', portalId)
    .where('user_id', 'in', some(ids.users))
    .execute();
  const groups = await db
    .selectFrom('workgroups')
    .select(['group_id', 'name'])
    .where('portal_id', '=', portalId)
    .where('group_id', 'in', some(ids.groups))
    .execute();
  const tasks = await db
    .selectFrom('tasks')
    .select(['task_id', 'title'])
    .where('portal_id', '=', portalId)
    .where('task_id', 'in', some(ids.tasks))
    .execute();
  const clients = await db
    .selectFrom('clients')
    .select(['client_id', 'name'])
    .where('portal_id', '=', portalId)
    .execute();
  const packages = await db
    .selectFrom('packages')
    .select(['client_id', 'package_id', 'title'])
    .where('portal_id', '=', portalId)
    .execute();
  return {
    people: new Map(people.map((row) => [row.user_id, row.name])),
    groups: new Map(groups.map((row) => [row.group_id, row.name])),
    tasks: new Map(tasks.flatMap((row) => (row.title === '' ? [] : [[row.task_id, row.title]]))),
    clients: new Map(clients.map((row) => [row.client_id, row.name])),
    packages: new Map(
      packages.flatMap((row) =>
        row.title === '' ? [] : [[`${row.client_id}/${row.package_id}`, row.title]],
      ),
    ),
  };
}

/** `in ()` is no SQL: 0 is nobody and nothing. */
function some(ids: ReadonlySet<number>): number[] {
  return ids.size === 0 ? [0] : [...ids];
}

type Ids = Record<'users' | 'groups' | 'tasks', Set<number>>;
const fields: Record<string, keyof Ids> = {
  userId: 'users',
  managerIds: 'users',
  responsibleId: 'users',
  groupId: 'groups',
  groupIds: 'groups',
  taskId: 'tasks',
};

function collect(state: unknown, ids: Ids): void {
  if (state === null || typeof state !== 'object') return;
  if (Array.isArray(state)) {
    for (const item of state) collect(item, ids);
    return;
  }
  for (const [name, value] of Object.entries(state)) {
    const kind = fields[name];
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (kind !== undefined && typeof one === 'number') ids[kind].add(one);
    }
    collect(value, ids);
  }
}
