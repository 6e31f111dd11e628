import { randomUUID } from 'node:crypto';
import { type Api, type GivenWorld, openSession, startWorld } from './start-world.js';

/** One client with a package, an extranet contact and posted work; the clock stands until it is moved. */
export interface AcceptanceWorld {
  world: GivenWorld;
  clientId: number;
  contactId: number;
  strangerId: number;
  performerId: number;
  taskId: number;
  /** Entries in the order they were worked: one hour, two hours, half an hour. */
  entryIds: number[];
  /** Sessions are short and the clock jumps: everybody signs in anew. */
  as: (who: 'manager' | 'contact' | 'stranger' | 'performer') => Promise<Api>;
  advance: (toIso: string) => void;
  work: (comment: string, seconds: number) => Promise<number>;
  /** Issues and posts what there is up to this day. */
  report: (day: string) => Promise<void>;
  /** Texts in the report task, oldest first, without the code by which each is recognised; files come without words. */
  comments: () => string[];
  reportTaskId: () => number;
}

export interface Line {
  entryId: number;
  reason: string;
}

export async function startAcceptance(card: 'old' | 'new', databaseUrl?: string): Promise<AcceptanceWorld> {
  const world = await startWorld({
    portal: {
      ...{ empty: true, card, clockMode: 'manual', now: '2026-03-10T09:00:00' },
      limits: { enabled: false },
    },
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
  });
  const { control } = world.portal;
  control.registerApp({ access: 'everyone' });
  const person = (name: string, type: 'employee' | 'extranet') =>
    control.createUser({ name, lastName: 'Кедрова', type }).id;
  const performerId = person('Мария', 'employee');
  const contactId = person('Ольга', 'extranet');
  const strangerId = person('Чужая', 'extranet');
  const member = (userId: number) => [{ userId }];
  const group = control.createGroup({ name: 'Кедр', extranet: true, members: member(contactId) });
  const other = control.createGroup({ name: 'Чужие', extranet: true, members: member(strangerId) });
  await world.install();
  const ids = { manager: 1, contact: contactId, stranger: strangerId, performer: performerId };
  const as: AcceptanceWorld['as'] = (who) => openSession(world.portal, world.appUrl, ids[who]);
  const clientId = await makeClient(await as('manager'), 'Тёплый Кедр', group.id);
  await makeClient(await as('manager'), 'Чужой', other.id);
  const task = control.createTask({
    title: 'Выгрузка [b]остатков[/b] из 1С',
    groupId: group.id,
    responsibleId: 1,
  });

  const work: AcceptanceWorld['work'] = async (comment, seconds) => {
    control.setClock({ advanceMs: 60_000 });
    const entry = control.addEntry({ taskId: task.id, userId: performerId, seconds, comment });
    await control.flushEvents();
    await world.app.settle({ sweep: true });
    return entry.id;
  };
  const entryIds = [
    await work('Настроила обмен', 3_600),
    await work('Исключила архивные склады', 7_200),
    await work('Проверила на тестовых данных', 1_800),
  ];
  const reportTaskId = (): number =>
    control.truth().tasks.find(({ title }) => title.startsWith('Отчёты'))?.id ?? 0;
  return {
    ...{ world, clientId, contactId, strangerId, performerId, entryIds, as, work, reportTaskId },
    taskId: task.id,
    advance: (toIso) => control.setClock({ setTo: toIso }),
    report: async (day) => {
      const manager = await as('manager');
      const cut = { at: 'day', day };
      const seen = await manager.send('POST', `/clients/${clientId}/reports/preview`, { cut });
      const { position } = (seen.body as { model: { position: number } }).model;
      const body = { requestId: randomUUID(), cut, position };
      const posted = await manager.send('POST', `/clients/${clientId}/reports`, body);
      if (posted.status !== 201) throw new Error(`No report: ${JSON.stringify(posted.body)}`);
      await world.app.settle();
    },
    comments: () =>
      control
        .posts({ taskId: reportTaskId() })
        .filter(({ text }) => text !== '')
        .map(({ text }) => text.replace(/\n\n(?:Отчёт № \d+ · )?код [0-9a-f]{8}$/, '')),
  };
}

async function makeClient(manager: Api, name: string, groupId: number): Promise<number> {
  const made = await manager.send('POST', '/clients', {
    ...{ requestId: randomUUID(), name, groupIds: [groupId], timeZone: 'Europe/Moscow' },
    accountingStartsOn: '2026-03-01',
  });
  const { clientId } = made.body as { clientId: number };
  await manager.send('POST', `/clients/${clientId}/packages`, {
    ...{ requestId: randomUUID(), title: 'Пакет 10 часов', sizeSeconds: 36_000 },
    ...{ boughtOn: '2026-03-01', validFrom: '2026-03-01' },
  });
  return clientId;
}

/** The id of the report with this number, as this person finds it in the list; empty where they find none. */
export async function reportIdOf(api: Api, clientId: number, number: number): Promise<string> {
  const { reports } = (await api.get(`/clients/${clientId}/reports`)).body as {
    reports: { reportId: string; number: number | null }[];
  };
  return reports.find((row) => row.number === number)?.reportId ?? '';
}

interface Shown {
  state: string;
  openDisputes: number;
  objectionsUntil: string | null;
  disputes: { dispute: number; ending: string; answer: string | null; leftSeconds: number | null }[];
}

/** The requests of acceptance, each with an id of its own. */
export function acceptanceApi(api: Api, clientId: number, reportId: string) {
  const base = `/clients/${clientId}/reports/${reportId}`;
  const send = async (path: string, body: object, requestId: string = randomUUID()) => {
    const answer = await api.send('POST', `${base}/${path}`, { requestId, ...body });
    return { status: answer.status, body: answer.body as Shown & { code?: string } };
  };
  return {
    show: async () => (await api.get(`${base}/acceptance`)).body as Shown,
    showStatus: async () => (await api.get(`${base}/acceptance`)).status,
    accept: (requestId?: string) => send('accept', {}, requestId),
    dispute: (lines: readonly Line[], requestId?: string) => send('disputes', { lines }, requestId),
    withdraw: (dispute: number) => send(`disputes/${dispute}/withdraw`, {}),
    answer: (dispute: number, text: string, waiveSeconds: number | null = null, requestId?: string) =>
      send(`disputes/${dispute}/answer`, { text, waiveSeconds }, requestId),
    record: (what: object) => send('recorded', what),
  };
}
