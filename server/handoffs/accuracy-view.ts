import { sql } from 'kysely';
import type { DbOrTx } from '../base/db/index.js';
import { readClients, readTermsToday, readWorkOfClient } from '../clients/index.js';
import type { EstimateRow } from './estimates-store.js';
import { CLOSED } from './linked-view.js';
import { type Accuracy, accuracyOf, type Sample } from './rules/accuracy.js';
import { readWorkTypeOf } from './task-words-view.js';

const YEAR_MS = 365 * 24 * 3_600_000;
const TASKS_AT_MOST = 200;

/** What the performer's closed tasks of the last year say about their figures for this kind of work. */
export async function readHint(db: DbOrTx, row: EstimateRow, now: number): Promise<Accuracy | null> {
  const workType = await readWorkTypeOf(db, row, now);
  return accuracyOf(await readSamples(db, row, now), workType);
}

async function readSamples(db: DbOrTx, row: EstimateRow, now: number): Promise<Sample[]> {
  const { portal_id: portalId } = row;
  const tasks = await readClosedTasks(db, row, now);
  const clients = await readClients(db, portalId);
  const samples: Sample[] = [];
  for (const clientId of new Set(tasks.map((task) => task.client_id))) {
    const client = clients.find((one) => one.client_id === clientId);
    if (!client) continue;
    const terms = await readTermsToday(db, client, now);
    const workOf = await readWorkOfClient(db, { portalId, clientId }, Object.keys(terms.workTypes));
    for (const task of tasks.filter((one) => one.client_id === clientId)) {
      const workType = workOf({ ...task, entry_id: 0 }).workType?.value ?? terms.defaultWorkType;
      samples.push({ workType, plannedSeconds: task.estimate_seconds, recordedSeconds: task.recorded });
    }
  }
  return samples;
}

async function readClosedTasks(db: DbOrTx, row: EstimateRow, now: number) {
  return db
    .selectFrom('tasks as task')
    .innerJoin('client_groups as owned', (join) =>
      join.onRef('owned.portal_id', '=', 'task.portal_id').onRef('owned.group_id', '=', 'task.group_id'),
    )
    .innerJoin('time_entries as entry', (join) =>
      join
        .onRef('entry.portal_id', '=', 'task.portal_id')
        .onRef('entry.task_id', '=', 'task.task_id')
        .on('entry.state', '=', 'live'),
    )
    .select(['task.task_id', 'task.title', 'task.tags', 'task.estimate_seconds', 'owned.client_id'])
    .select(sql<number>`cast(sum(entry.seconds) as bigint)`.as('recorded'))
    .where('task.portal_id', '=', row.portal_id)
    .where('task.responsible_id', '=', row.performer_id)
    .where('task.status', '=', CLOSED)
    .where('task.estimate_seconds', '>', 0)
    .where('task.closed_at', '>', now - YEAR_MS)
    .groupBy(['task.task_id', 'task.title', 'task.tags', 'task.estimate_seconds', 'owned.client_id'])
    .groupBy('task.closed_at')
    .orderBy('task.closed_at', 'desc')
    .limit(TASKS_AT_MOST)
    .execute();
}
