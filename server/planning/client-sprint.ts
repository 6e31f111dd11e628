import type { ClientSprint } from '../api/index.js';
import { dayOf } from '../base/days.js';
import type { DbOrTx } from '../base/db/index.js';
import { readPortal } from '../portal/installs/index.js';
import { readEmployees } from './people-view.js';
import { publishedOf, readPublished } from './sprint-store.js';
import { readTasksByIds } from './tasks-view.js';
import { placesOf } from './rules/plan-moves.js';
import { mondayOf } from './rules/week-days.js';

/** The client's own tasks in the published weeks from this one on: what, who and when, nothing of others. */
export async function showClientSprint(
  db: DbOrTx,
  of: { portalId: string; clientId: number; now: number },
): Promise<ClientSprint> {
  const { portalId, clientId, now } = of;
  const zone = (await readPortal(db, portalId))?.time_zone ?? 'UTC';
  const rows = await readPublished(db, portalId, mondayOf(dayOf(now, zone)));
  const names = new Map((await readEmployees(db, portalId)).map(({ userId, name }) => [userId, name]));
  const weeks: ClientSprint['weeks'] = [];
  for (const row of rows) {
    const parts = publishedOf(row)?.parts ?? [];
    const places = placesOf(parts);
    const tasks = await readTasksByIds(db, portalId, [...places.keys()]);
    const own = tasks.flatMap((task) => {
      const place = places.get(task.task_id);
      if (!place || task.client_id !== clientId) return [];
      const ofTask = parts.filter((part) => part.taskId === task.task_id);
      return [
        {
          ...{ taskId: task.task_id, title: task.title, performer: names.get(place.userId) ?? '' },
          ...{ startDay: place.startDay, finishDay: place.finishDay, isDone: task.status === 5 },
          plannedSeconds: ofTask.reduce((sum, part) => sum + part.seconds, 0),
        },
      ];
    });
    own.sort((a, b) => (a.finishDay < b.finishDay ? -1 : 1));
    weeks.push({ weekOn: row.week_on, publishedAt: row.published_at ?? 0, tasks: own });
  }
  return { weeks: weeks.filter((week) => week.tasks.length > 0) };
}
