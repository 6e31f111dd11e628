import { canTrackTime } from '../../acts/access.js';
import { ControlError } from '../../control/control-error.js';
import { entryBy } from '../../control/find.js';
import { asInt, asText, type Params } from '../../world/json.js';
import type { Task, TimeEntry } from '../../world/model.js';
import type { Visit } from '../visit.js';
import type { Action } from './action.js';
import { readableTask } from './task-actions.js';

function trackedTask(visit: Visit, values: Params): Task {
  const task = readableTask(visit, asInt(values['taskId']));
  if (!canTrackTime(visit.world, visit.user, task))
    throw new ControlError(403, 'Учёт времени вам недоступен');
  return task;
}

function ownEntry(visit: Visit, values: Params): TimeEntry {
  const entry = entryBy(visit.world, asInt(values['id']) ?? 0);
  if (!visit.user.admin && entry.userId !== visit.user.id) throw new ControlError(403, 'Запись не ваша');
  return entry;
}

function timeIn(values: Params): { seconds: number; comment: string; workedAt?: string } {
  const part = (name: string): number => asInt(values[name]) ?? 0;
  const seconds = part('hours') * 3600 + part('minutes') * 60 + part('seconds');
  if (seconds <= 0) throw new ControlError(400, 'Укажите время');
  const workedAt = asText(values['workedAt']);
  return { seconds, comment: asText(values['comment']).trim(), ...(workedAt === '' ? {} : { workedAt }) };
}

export const timeActions: Record<string, Action> = {
  'start-timer': (visit, values) => {
    const task = trackedTask(visit, values);
    visit.portal.control.startTimer({ userId: visit.user.id, taskId: task.id });
    return {};
  },
  'stop-timer': (visit, values) => {
    const comment = asText(values['comment']).trim();
    const entry = visit.portal.control.stopTimer({ userId: visit.user.id, comment });
    return { entryId: entry?.id ?? 0 };
  },
  'add-entry': (visit, values) => {
    const task = trackedTask(visit, values);
    const entry = visit.portal.control.addEntry({
      taskId: task.id,
      userId: visit.user.id,
      ...timeIn(values),
    });
    return { entryId: entry.id };
  },
  'edit-entry': (visit, values) => {
    const entry = ownEntry(visit, values);
    visit.portal.control.editEntry({ id: entry.id, ...timeIn(values) });
    return { entryId: entry.id };
  },
  'delete-entry': (visit, values) => {
    const entry = ownEntry(visit, values);
    visit.portal.control.deleteEntry({ id: entry.id, byUserId: visit.user.id });
    return {};
  },
};
