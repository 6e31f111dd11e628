import { randomUUID } from 'node:crypto';
import { formatDuration } from '../../server/base/durations.js';
import type { App } from '../../server/app.js';
import { pollTail } from '../../server/schedule.js';
import { readPortal } from '../../server/portal/installs/index.js';
import { type Api, openSession } from '../given/start-world.js';
import type { Portal } from '../portal/index.js';
import { directoryOf } from './department.js';
import { block, say } from './say.js';

const TIMER_MS = 95 * 60_000;

interface Row {
  clientId: number;
  name: string;
  balance: {
    balanceSeconds: number;
    overageSeconds: number;
    spentSeconds: number;
    recordedSeconds: number;
    position: number;
  };
}

/** The main job from end to end, without a browser: a timer runs, the hour is billed, the report is posted. */
export async function tellStory(portal: Portal, app: App, appUrl: string): Promise<void> {
  const { clients, performerIds, adminId } = directoryOf(portal);
  const client = clients[0];
  const performerId = performerIds[0];
  if (!client || performerId === undefined) throw new Error('The seed has no client or performer');
  const manager = await openSession(portal, appUrl, adminId);
  const before = await rowOf(manager, client.name);
  await trackTime(portal, { groupId: client.groupIds[0] ?? 0, performerId });
  await notice(portal, app);
  // The timer ran for longer than a session lives.
  const later = await openSession(portal, appUrl, adminId);
  const after = await rowOf(later, client.name);
  say(
    'Ledger',
    `${client.name}: ${formatDuration(before.balance.balanceSeconds)} → ${formatDuration(after.balance.balanceSeconds)}`,
  );
  const text = await postReport(portal, app, later, after);
  block(`Report as posted to ${client.name}`, text);
  await tellFigures(portal, later);
}

async function trackTime(portal: Portal, who: { groupId: number; performerId: number }): Promise<void> {
  const { groupId, performerId } = who;
  const title = 'Не проходит оплата картой на мобильном';
  const task = portal.control.createTask({ title, groupId, responsibleId: performerId });
  portal.control.startTimer({ userId: performerId, taskId: task.id });
  portal.control.setClock({ advanceMs: TIMER_MS });
  const entry = portal.control.stopTimer({
    userId: performerId,
    comment: 'Нашёл ошибку в форме оплаты, поправил и проверил',
  });
  say(
    'Timer',
    `task ${task.id}, entry ${entry?.id ?? '—'}: ${formatDuration(TIMER_MS / 1000)} by user ${performerId}`,
  );
}

/** Events for the task, the tail poll for the hour: the platform tells of no tracked time. */
async function notice(portal: Portal, app: App): Promise<void> {
  await portal.control.flushEvents();
  await app.settle();
  const row = await readPortal(app.ground.db, portal.memberId);
  if (row) await pollTail(app.stage, row);
}

async function postReport(portal: Portal, app: App, manager: Api, row: Row): Promise<string> {
  const cut = { at: 'day', day: new Date(portal.control.clock().now).toISOString().slice(0, 10) };
  const preview = await manager.send('POST', `/clients/${row.clientId}/reports/preview`, { cut });
  const { model, parts } = preview.body as { model: { position: number }; parts: string[] };
  const request = { requestId: randomUUID(), cut, position: model.position };
  const { status } = await manager.send('POST', `/clients/${row.clientId}/reports`, request);
  if (status !== 201) throw new Error(`The report could not be posted: ${status}`);
  await app.settle();
  const posted = portal.control.posts().filter((post) => parts.includes(post.text));
  say('Report', `${parts.length} part(s) written, ${posted.length} found in the client's report task`);
  return posted.map((post) => post.text).join('\n\n');
}

async function rowOf(manager: Api, name: string): Promise<Row> {
  const { clients } = (await manager.get('/clients')).body as { clients: Row[] };
  const row = clients.find((client) => client.name === name);
  if (!row) throw new Error(`No client ${name}`);
  return row;
}

async function tellFigures(portal: Portal, manager: Api): Promise<void> {
  const { clients } = (await manager.get('/clients')).body as { clients: Row[] };
  const lines = clients.map(
    ({ name, balance }) =>
      `${name.padEnd(20)} balance ${formatDuration(balance.balanceSeconds).padStart(10)}   spent ${formatDuration(balance.spentSeconds).padStart(10)}   overage ${formatDuration(balance.overageSeconds).padStart(9)}   posting ${balance.position}`,
  );
  block('Balance per client', lines.join('\n'));
  const stats = portal.control.stats();
  const delivered = portal.control.deliveries().filter((one) => one.outcome === 'delivered').length;
  const recorded = clients.reduce((sum, { balance }) => sum + balance.recordedSeconds, 0);
  block(
    'What happened',
    [
      `events received    ${delivered}`,
      `entries mirrored   ${portal.control.truth().entries.length}`,
      `hours in ledgers   ${formatDuration(recorded)}`,
      `REST requests      ${stats.restRequests} HTTP requests, ${stats.batchInnerCalls} calls inside batches`,
    ].join('\n'),
  );
}
