import type { SprintFact, SprintTask } from '../api/index.js';
import { addDays, startOfDay } from '../base/days.js';
import type { DbOrTx } from '../base/db/index.js';
import { readWorkOfClient } from '../clients/index.js';
import { readDoneWork } from './done-work-view.js';
import { readEmployees } from './people-view.js';
import { publishedOf, readFirstAccepted, type SprintRow } from './sprint-store.js';
import type { WeekFacts } from './read-week-facts.js';
import { readTasksByIds } from './tasks-view.js';
import { type Recorded, weekFact } from './rules/week-fact.js';

/**
 * Plan against fact: as it was told at the week's end, before that as it stands now. A plan accepted within its week holds
 * what was left to do by then: what was recorded earlier is no part of it.
 */
export async function factOf(
  db: DbOrTx,
  facts: Pick<WeekFacts, 'portalId' | 'zone' | 'weekOn' | 'clients'>,
  row: SprintRow,
  tasks?: readonly SprintTask[],
): Promise<SprintFact> {
  if (row.fact !== null) return JSON.parse(row.fact) as SprintFact;
  const { portalId, zone, weekOn } = facts;
  const parts = publishedOf(row)?.parts ?? [];
  const begins = startOfDay(weekOn, zone);
  const accepted = (await readFirstAccepted(db, { portalId, weekOn })) ?? begins;
  const recorded = await readRecorded(db, facts, {
    since: Math.max(begins, accepted),
    until: startOfDay(addDays(weekOn, 7), zone),
  });
  const rows = await readTasksByIds(
    db,
    portalId,
    parts.map(({ taskId }) => taskId),
  );
  const ofTask = new Map(rows.map((one) => [one.task_id, one]));
  const fact = weekFact(parts, recorded, (taskId) => [4, 5].includes(ofTask.get(taskId)?.status ?? 0));
  const names = new Map((await readEmployees(db, portalId)).map(({ userId, name }) => [userId, name]));
  const titles = new Map(tasks?.map(({ taskId, title }) => [taskId, title]));
  return {
    ...fact,
    ...(accepted > begins && { countedFrom: accepted }),
    tasks: fact.tasks.map((task) => {
      const known = ofTask.get(task.taskId);
      const title = known?.title ?? titles.get(task.taskId) ?? `#${task.taskId}`;
      return { ...task, title, clientName: facts.clients.get(known?.client_id ?? 0)?.name ?? '' };
    }),
    people: fact.people.map((one) => ({ ...one, name: names.get(one.userId) ?? `#${one.userId}` })),
  };
}

async function readRecorded(
  db: DbOrTx,
  facts: Pick<WeekFacts, 'portalId' | 'clients'>,
  span: { since: number; until: number },
): Promise<Recorded[]> {
  const rows = await readDoneWork(db, facts.portalId, span);
  const works = new Map<number, Awaited<ReturnType<typeof readWorkOfClient>>>();
  for (const clientId of new Set(rows.map((row) => row.client_id))) {
    const types = Object.keys(facts.clients.get(clientId)?.terms.workTypes ?? {});
    works.set(clientId, await readWorkOfClient(db, { portalId: facts.portalId, clientId }, types));
  }
  return rows.map((row) => ({
    ...{ taskId: row.task_id, userId: row.user_id, seconds: row.seconds },
    isUrgent: (works.get(row.client_id)?.({ ...row, entry_id: 0 }).urgency?.value ?? 'normal') !== 'normal',
  }));
}
