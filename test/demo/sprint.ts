import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import type { SprintView } from '../../server/api/index.js';
import type { Api } from '../given/start-world.js';
import type { Portal } from '../portal/index.js';
import { directoryOf } from './department.js';
import { say } from './say.js';

/** This week is planned and accepted: somebody is away at its end, and everybody was told. */
export async function publishSprint(portal: Portal, manager: Api): Promise<void> {
  const today = DateTime.fromMillis(portal.control.clock().now, { zone: 'Europe/Moscow' });
  const friday = today.startOf('week').plus({ days: 4 });
  const userId = directoryOf(portal).performerIds[1] ?? 0;
  const at = friday.toMillis();
  portal.control.addAbsence({ userId, name: 'Отпуск', from: at, to: at });
  await manager.send('POST', '/planning/absences', { requestId: randomUUID() });
  const shown = await manager.get('/planning/sprints/now');
  const { weekOn, version, parts } = shown.body as SprintView;
  if (parts.length === 0) return say('Sprint', 'nothing is left to plan this week');
  const body = { requestId: randomUUID(), version };
  const { status } = await manager.send('POST', `/planning/sprints/${weekOn}/publish`, body);
  if (status !== 200) throw new Error(`The sprint could not be published: ${status}`);
  const tasks = new Set(parts.map(({ taskId }) => taskId)).size;
  say('Sprint', `the week of ${weekOn} is planned and accepted: ${tasks} tasks`);
}
