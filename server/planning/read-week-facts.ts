import { type Day, addDays, dayOf, startOfDay } from '../base/days.js';
import type { DbOrTx } from '../base/db/index.js';
import type { Terms } from '../base/terms.js';
import { type ClientRecord, readClients, readTermsToday, readWorkOfClient } from '../clients/index.js';
import { readApprovedPoints } from '../handoffs/index.js';
import { overageOf, readAccounts } from '../ledger/index.js';
import { readPortal } from '../portal/installs/index.js';
import { readDoneWork } from './done-work-view.js';
import { readReservePercent } from './office-hours.js';
import { type PersonCapacity, readCapacity } from './read-capacity.js';
import { readSetSkills, type SetSkills } from './skills-store.js';
import { type OpenTask, readOpenTasks, readWorked } from './tasks-view.js';
import { readWipLimits } from './wip-limits-view.js';
import { type Learned, learnSkills } from './rules/learn-skills.js';
import type { PlanClient } from './rules/plan-model.js';
import type { TaskFacts } from './rules/plan-task-of.js';
import { mondayOf } from './rules/week-days.js';

const LEARNED_DAYS = 120;

export interface WeekTask extends TaskFacts {
  title: string;
  createdAt: number | null;
}

export interface WeekClient extends PlanClient {
  name: string;
  record: ClientRecord;
  terms: Terms;
}

/** Everything a week's plan is made of, as it stands now. */
export interface WeekFacts {
  portalId: string;
  zone: string;
  weekOn: Day;
  today: Day;
  now: number;
  people: PersonCapacity[];
  clients: Map<number, WeekClient>;
  tasks: WeekTask[];
  learned: Map<number, Learned>;
  /** What managers said of skills; it wins over what was learned. */
  setSkills: SetSkills;
  wipLimitOf: (userId: number) => number | null;
  reservePercent: number;
  /** Last day to be planned; a week's Sunday unless more was asked for. */
  until: Day;
}

export async function readWeekFacts(
  db: DbOrTx,
  of: { portalId: string; weekOn?: Day | undefined; now: number; daysAhead?: number },
): Promise<WeekFacts> {
  const { portalId, now } = of;
  const zone = (await readPortal(db, portalId))?.time_zone ?? 'UTC';
  const today = dayOf(now, zone);
  const weekOn = mondayOf(of.weekOn ?? today);
  const until = of.daysAhead === undefined ? addDays(weekOn, 6) : addDays(today, of.daysAhead - 1);
  const people = await readCapacity(db, { portalId, from: weekOn, to: until, now });
  const clients = await readWeekClients(db, portalId, now);
  const works = await readWorks(db, portalId, clients);
  const open = (await readOpenTasks(db, portalId)).filter((row) => clients.has(row.client_id));
  const begun = await readBegun(db, portalId, { open, people });
  const sized = await readApprovedPoints(db, portalId);
  const tomorrow = startOfDay(addDays(today, 1), zone);
  const since = startOfDay(addDays(today, -LEARNED_DAYS), zone);
  const done = (await readDoneWork(db, portalId, { since, until: tomorrow })).map((row) => {
    const resolved = works.get(row.client_id)?.({ ...row, entry_id: 0 });
    const fallback = clients.get(row.client_id)?.terms.defaultWorkType ?? 'other';
    const workType = resolved?.workType?.value ?? fallback;
    return { userId: row.user_id, clientId: row.client_id, workType, seconds: row.seconds };
  });
  return {
    ...{ portalId, zone, weekOn, today, now, until, people, clients },
    tasks: open.map((row) => taskOf(row, { zone, works, clients, begun, sized })),
    learned: learnSkills(done),
    setSkills: await readSetSkills(db, portalId),
    wipLimitOf: await readWipLimits(db, portalId),
    reservePercent: await readReservePercent(db, portalId),
  };
}

async function readWeekClients(db: DbOrTx, portalId: string, now: number): Promise<Map<number, WeekClient>> {
  const records = await readClients(db, portalId);
  const accounts = await readAccounts(db, portalId, records, now);
  const clients = new Map<number, WeekClient>();
  for (const record of records) {
    const account = accounts.get(record.client_id);
    if (!account) continue;
    const terms = await readTermsToday(db, record, now);
    const { allowedSeconds } = overageOf(account, terms.overage);
    const hasBought = account.packages.length > 0;
    clients.set(record.client_id, {
      ...{ clientId: record.client_id, name: record.name, record, terms },
      remainingSeconds: hasBought ? account.balance.balanceSeconds : null,
      overageSeconds: allowedSeconds,
    });
  }
  return clients;
}

type WorkReader = Awaited<ReturnType<typeof readWorkOfClient>>;

async function readWorks(
  db: DbOrTx,
  portalId: string,
  clients: ReadonlyMap<number, WeekClient>,
): Promise<Map<number, WorkReader>> {
  const works = new Map<number, WorkReader>();
  for (const { clientId, terms } of clients.values()) {
    works.set(clientId, await readWorkOfClient(db, { portalId, clientId }, Object.keys(terms.workTypes)));
  }
  return works;
}

/** Whose each begun task is: of those who take part, who recorded the most on it. */
async function readBegun(
  db: DbOrTx,
  portalId: string,
  { open, people }: { open: readonly OpenTask[]; people: readonly PersonCapacity[] },
): Promise<Map<number, number>> {
  const present = new Set(people.map(({ userId }) => userId));
  const most = new Map<number, { userId: number; seconds: number }>();
  const taskIds = open.map((row) => row.task_id);
  for (const { task_id: taskId, user_id: userId, seconds } of await readWorked(db, portalId, { taskIds })) {
    if (present.has(userId) && seconds > (most.get(taskId)?.seconds ?? 0)) {
      most.set(taskId, { userId, seconds });
    }
  }
  return new Map([...most].map(([taskId, { userId }]) => [taskId, userId]));
}

function taskOf(
  row: OpenTask,
  of: {
    zone: string;
    works: ReadonlyMap<number, WorkReader>;
    clients: ReadonlyMap<number, WeekClient>;
    begun: ReadonlyMap<number, number>;
    sized: Awaited<ReturnType<typeof readApprovedPoints>>;
  },
): WeekTask {
  const work = of.works.get(row.client_id)?.({ ...row, entry_id: 0 });
  return {
    ...{ taskId: row.task_id, clientId: row.client_id, title: row.title, createdAt: row.created_at },
    ...{ status: row.status, priority: row.priority, responsibleId: row.responsible_id },
    deadline: row.deadline_at === null ? null : dayOf(row.deadline_at, of.zone),
    ...{ estimateSeconds: row.estimate_seconds, spentSeconds: row.spent_seconds },
    workType: work?.workType?.value ?? of.clients.get(row.client_id)?.terms.defaultWorkType ?? 'other',
    urgency: work?.urgency?.value ?? 'normal',
    isCourtesy: (work?.courtesy ?? null) !== null,
    startedBy: of.begun.get(row.task_id) ?? null,
    sized: of.sized.get(row.task_id) ?? null,
  };
}
