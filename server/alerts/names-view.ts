import type { DbOrTx } from '../base/db/index.js';
import type { OfClient } from './alerts-store.js';
import type { AlertFacts } from './rules/types.js';

/** Names behind the ids of alerts: looked up when they are shown or told, so that erased names stay erased. */
export interface AlertNames {
  packages: Map<number, string>;
  tasks: Map<number, string>;
  people: Map<number, string>;
}

export async function readNames(db: DbOrTx, of: OfClient, facts: readonly AlertFacts[]): Promise<AlertNames> {
  const { portalId, clientId } = of;
  const taskIds = idsOf(facts, ({ taskId }) => taskId);
  const userIds = idsOf(facts, ({ userId }) => userId);
  const packages = await db
    .selectFrom('packages')
    .select(['package_id', 'title'])
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .execute();
  const tasks = await db
    .selectFrom('tasks')
    .select(['task_id', 'title'])
    .where('portal_id', '=', portalId)
    .where('task_id', 'in', taskIds)
    .execute();
  const people = await db
    .selectFrom('users')
    .select(['user_id', 'name'])
    .where('portal_id', '=', portalId)
    .where('user_id', 'in', userIds)
    .execute();
  return {
    packages: new Map(packages.map((row) => [row.package_id, row.title])),
    tasks: new Map(tasks.map((row) => [row.task_id, row.title])),
    people: new Map(people.map((row) => [row.user_id, row.name])),
  };
}

/** Never empty: an empty list is no valid SQL, and nobody has the id 0. */
function idsOf(facts: readonly AlertFacts[], of: (facts: AlertFacts) => number | undefined): number[] {
  return [0, ...new Set(facts.flatMap((each) => of(each) ?? []))];
}
