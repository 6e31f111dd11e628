import { randomUUID } from 'node:crypto';
import { timesOn } from '../../given/given-posting.js';
import { isObject, type Params } from '../../portal/world/json.js';
import { sleep } from './app-process.js';
import { until, type Lane } from './lane.js';

/** What must hold after a story, however often the app was killed in it. */
export interface Verdict {
  /** Seconds of the portal that the ledger lacks, and seconds it has too many. */
  lostSeconds: number;
  doubledSeconds: number;
  /** Acknowledged events whose change never reached the mirror. */
  lostEvents: number;
  postsMissing: number;
  postsDoubled: number;
  posts: number;
  events: number;
}

const MOSCOW_MS = 3 * 3_600_000;

export interface Client {
  groupId: number;
  clientId: number;
  taskIds: number[];
}

/**
 * A client is added, buys a package, work is tracked, changed and removed, tasks are renamed, a report is posted.
 * Every request of a person is repeated with its request id until it is answered, as a page does.
 */
export async function tellSmallStory(lane: Lane, name: string): Promise<Client> {
  const { control } = lane.portal;
  const group = control.createGroup({ name });
  const taskIds = ['Импорт цен', 'Оплата на сайте', 'Поиск'].map(
    (title) => control.createTask({ title: `${title} ${name}`, groupId: group.id, responsibleId: 1 }).id,
  );
  const today = new Date(control.clock().now + MOSCOW_MS).toISOString().slice(0, 10);
  const made = await insist(lane, '/clients', {
    ...{ requestId: randomUUID(), name, groupIds: [group.id], timeZone: 'Europe/Moscow' },
    accountingStartsOn: '2026-01-01',
  });
  const { clientId } = made as { clientId: number };
  const entries = [900, 1_800, 2_700].map((seconds, index) =>
    trackIn(lane, taskIds[index % 2] ?? 0, seconds),
  );
  await insist(lane, `/clients/${clientId}/packages`, {
    ...{
      requestId: randomUUID(),
      title: '20 часов',
      sizeSeconds: 72_000,
      boughtOn: today,
      validFrom: '2026-01-01',
    },
  });
  await sleep(200);
  control.editEntry({ id: entries[1] ?? 0, seconds: 3_600 });
  control.deleteEntry({ id: entries[2] ?? 0 });
  for (const id of taskIds) control.updateTask({ id, title: `Переименовано ${name} ${id}` });
  trackIn(lane, taskIds[0] ?? 0, 600);
  const client = { groupId: group.id, clientId, taskIds };
  await until('the hours in the ledger', () => sumOf(lane, clientId) > 0);
  await postReport(lane, clientId, today);
  trackIn(lane, taskIds[1] ?? 0, 300);
  for (const id of taskIds) control.updateTask({ id, title: `Готово: ${name} ${id}` });
  return client;
}

function trackIn(lane: Lane, taskId: number, seconds: number): number {
  return lane.portal.control.addEntry({ taskId, userId: 1, seconds, comment: `Работа на ${seconds} с` }).id;
}

/** A report's files are made before it is issued: between two kills there may be no time for that, again and again. */
const MOST_TRIES = 2_000;

/** Repeats until the app answers; a person would press the button again. */
async function insist(lane: Lane, path: string, body: object): Promise<unknown> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const answer = await lane.api('POST', path, body);
    if (answer !== null && answer.status < 300) return answer.body;
    if (answer !== null && answer.status < 500 && answer.status !== 401) {
      throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    }
    await sleep(50);
  }
  throw new Error(`${path} was never answered: ${lane.app.lastWords()}`);
}

/** Previews and posts what was seen; where the hours changed in between, looks again. */
async function postReport(lane: Lane, clientId: number, day: string): Promise<void> {
  const cut = { at: 'day', day };
  for (let tries = 0; tries < 50; tries += 1) {
    const preview = await insist(lane, `/clients/${clientId}/reports/preview`, { cut });
    const { position } = (preview as { model: { position: number } }).model;
    try {
      await insist(lane, `/clients/${clientId}/reports`, { requestId: randomUUID(), cut, position });
      return;
    } catch (error) {
      if (!String(error).includes('STALE')) throw error;
    }
  }
  throw new Error('The report was stale every time');
}

function sumOf(lane: Lane, clientId: number): number {
  const [row] = lane.query<{ sum: number | null }>(
    'select sum(recorded_seconds) as sum from lines where client_id = ?',
    clientId,
  );
  return row?.sum ?? 0;
}

/** Lets the app come to rest, then compares it with the portal's own truth. */
export async function judge(lane: Lane, client: Client): Promise<Verdict> {
  await lane.portal.control.flushEvents();
  await sleep(1_000);
  await until('an empty inbox', () => lane.query(`select 1 from inbox where state <> 'parked'`).length === 0);
  const events = judgeEvents(lane, client);
  const truth = (): number => lane.portal.control.truth().secondsByGroup[client.groupId] ?? 0;
  await settleHours(lane, client, truth);
  await until('posts at rest', () => unsettled(lane, client) === 0).catch(() => undefined);
  await lane.portal.control.idle();
  const difference = truth() - sumOf(lane, client.clientId);
  return {
    ...{ lostSeconds: Math.max(0, difference), doubledSeconds: Math.max(0, -difference) },
    ...events,
    ...judgePosts(lane, client),
  };
}

/** A quarter of an hour at a time: what events and tail poll cannot tell is found by the sweep. */
async function settleHours(lane: Lane, client: Client, truth: () => number): Promise<void> {
  for (let sweeps = 0; sweeps < 4 && sumOf(lane, client.clientId) !== truth(); sweeps += 1) {
    lane.portal.control.setClock({ advanceMs: 16 * 60_000 });
    await until('equal seconds', () => sumOf(lane, client.clientId) === truth(), 10_000).catch(
      () => undefined,
    );
  }
}

/** Names in the mirror, for tasks whose last event was acknowledged. No sweep has run since. */
function judgeEvents(lane: Lane, client: Client): { events: number; lostEvents: number } {
  const acknowledged = client.taskIds.filter((taskId) => {
    const records = lane.portal.control
      .deliveries()
      .filter(({ event, data }) => isUpdateOf(event, data, taskId));
    return records.at(-1)?.outcome === 'delivered';
  });
  const names = new Map(lane.portal.control.truth().tasks.map(({ id, title }) => [id, title]));
  const lost = acknowledged.filter((taskId) => {
    const [row] = lane.query<{ title: string }>('select title from tasks where task_id = ?', taskId);
    return row?.title !== names.get(taskId);
  });
  return { events: acknowledged.length, lostEvents: lost.length };
}

function isUpdateOf(event: string, data: Params, taskId: number): boolean {
  const after = data['FIELDS_AFTER'];
  return event.toUpperCase() === 'ONTASKUPDATE' && isObject(after) && String(after['ID']) === String(taskId);
}

function unsettled(lane: Lane, { clientId }: Client): number {
  const states = `'ready', 'sending', 'settling'`;
  return lane.query(`select 1 from outbox where client_id = ? and state in (${states})`, clientId).length;
}

function judgePosts(
  lane: Lane,
  { clientId }: Client,
): Pick<Verdict, 'posts' | 'postsMissing' | 'postsDoubled'> {
  const rows = lane.query<{ key: string }>('select key from outbox where client_id = ?', clientId);
  const seen = rows.map(({ key }) => timesOn(lane.portal, key));
  const missing = seen.filter((count) => count === 0).length;
  // a report of one part and its task at least: a story that posted nothing would prove nothing
  return {
    posts: rows.length,
    postsMissing: missing + (rows.length < 2 ? 1 : 0),
    postsDoubled: seen.filter((count) => count > 1).length,
  };
}
