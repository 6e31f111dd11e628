import type { Visitor } from '../access/index.js';
import type { BacklogRow, SprintPerson, SprintTask, SprintView } from '../api/index.js';
import { type Day, addDays, startOfDay } from '../base/days.js';
import type { DbOrTx } from '../base/db/index.js';
import { mayManage } from '../clients/index.js';
import { recordedByDay } from './recorded-days-view.js';
import { factOf } from './read-fact.js';
import { type OpenTask, readDoneToday, readTasksByIds } from './tasks-view.js';
import type { WeekFacts } from './read-week-facts.js';
import { readWeekState, type WeekState } from './week-state.js';
import type { PlanPart } from './rules/plan-model.js';
import { movesBetween, placesOf } from './rules/plan-moves.js';
import type { DoneToday } from './rules/take-in.js';
import { lastWorkingDay, reserveOn, weekInput } from './rules/week-input.js';

export async function showSprint(
  db: DbOrTx,
  visitor: Visitor,
  at: { now: number; weekOn?: Day | undefined },
): Promise<SprintView> {
  const state = await readWeekState(db, { portalId: visitor.portalId, ...at });
  return viewOf(db, visitor, state);
}

export async function viewOf(db: DbOrTx, visitor: Visitor, state: WeekState): Promise<SprintView> {
  const { facts, row, draft } = state;
  const { portalId, weekOn, today } = facts;
  const known = new Set(facts.tasks.map(({ taskId }) => taskId));
  const parts = [...draft.parts, ...state.published];
  const gone = parts.flatMap(({ taskId }) => (known.has(taskId) ? [] : [taskId]));
  const others = await readTasksByIds(db, portalId, gone);
  const tasks = [...facts.tasks.map((task) => taskOf(facts, task)), ...strangers(facts, others)];
  const people = await peopleOf(db, state);
  return {
    ...{ weekOn, today, state: state.state, isOver: addDays(weekOn, 6) < today },
    ...{ revision: row?.revision ?? 0, version: row?.draft_version ?? 0 },
    publishedAt: row?.published_at ?? null,
    mayEdit: mayManage(visitor),
    people,
    tasks,
    parts: draft.parts,
    pinnedTaskIds: draft.pinned,
    lateTaskIds: lateTasks(state),
    backlog: backlogOf(state),
    clients: clientsOf(state),
    reserve: reserveView(facts, people),
    diff: row?.published ? movesBetween(state.published, draft.parts) : [],
    fact: row?.published ? await factOf(db, facts, row, tasks) : null,
  };
}

function taskOf(facts: WeekFacts, task: WeekFacts['tasks'][number]): SprintTask {
  const { taskId, title, clientId, status, priority, workType, deadline } = task;
  const { estimateSeconds, spentSeconds, responsibleId } = task;
  return {
    ...{ taskId, title, clientId, status, priority, workType, deadline },
    ...{ estimateSeconds, spentSeconds, responsibleId },
    clientName: facts.clients.get(clientId)?.name ?? '',
    urgency: task.urgency === 'critical' || task.urgency === 'urgent' ? task.urgency : 'normal',
  };
}

/** Planned once, closed since: only their name matters. */
function strangers(facts: WeekFacts, rows: readonly OpenTask[]): SprintTask[] {
  const known = new Set(facts.tasks.map(({ taskId }) => taskId));
  return rows
    .filter((row) => !known.has(row.task_id))
    .map((row) => ({
      ...{ taskId: row.task_id, title: row.title, clientId: row.client_id, status: row.status },
      clientName: facts.clients.get(row.client_id)?.name ?? '',
      ...{ priority: row.priority, urgency: 'normal' as const, workType: 'other', deadline: null },
      ...{ estimateSeconds: row.estimate_seconds, spentSeconds: row.spent_seconds },
      responsibleId: row.responsible_id,
    }));
}

async function peopleOf(db: DbOrTx, state: WeekState): Promise<SprintPerson[]> {
  const { facts, draft } = state;
  const { input } = weekInput(facts, new Map(), []);
  const span = {
    since: startOfDay(facts.weekOn, facts.zone),
    until: startOfDay(addDays(facts.weekOn, 7), facts.zone),
  };
  const recorded = await recordedByDay(db, facts.portalId, { ...span, zone: facts.zone });
  const done = await readDoneToday(db, {
    ...{ portalId: facts.portalId, since: startOfDay(facts.today, facts.zone) },
    taskIds: draft.parts.flatMap(({ taskId, day }) => (day === facts.today ? [taskId] : [])),
  });
  const urgent = new Set(
    facts.tasks.filter(({ urgency }) => urgency !== 'normal').map(({ taskId }) => taskId),
  );
  return facts.people.map((person, index) => {
    const own = draft.parts.filter((part) => part.userId === person.userId);
    const days = person.days.map(({ day, seconds }) => {
      const onDay = own.filter((part) => part.day === day);
      const plannedSeconds = sum(onDay);
      const at = input.days.indexOf(day);
      const aheadSeconds = at < 0 ? 0 : (input.people[index]?.capacitySeconds[at] ?? 0);
      const reserveSeconds = at < 0 ? 0 : (input.people[index]?.reserveSeconds[at] ?? 0);
      // Of today's plan what is done takes no more time.
      const toDo = day === facts.today ? onDay.map((part) => leftOf(part, done)) : onDay;
      const [load, plain] = [sum(toDo), sum(toDo.filter(({ taskId }) => !urgent.has(taskId)))];
      return {
        ...{ day, seconds, aheadSeconds, reserveSeconds, plannedSeconds },
        // Urgent work fills the reserve first: what the planner says of an intake is what stands here then.
        reserveLeftSeconds: Math.max(0, Math.min(reserveSeconds - (load - plain), aheadSeconds - load)),
        recordedSeconds: recorded.get(`${person.userId}:${day}`) ?? 0,
      };
    });
    return { userId: person.userId, name: person.name, position: person.position, days };
  });
}

function leftOf(part: PlanPart, done: DoneToday): PlanPart {
  return { ...part, seconds: Math.max(0, part.seconds - done(part.taskId, part.userId)) };
}

function lateTasks({ facts, draft }: WeekState): number[] {
  const places = placesOf(draft.parts);
  return facts.tasks.flatMap(({ taskId, deadline }) => {
    const place = places.get(taskId);
    return place && deadline !== null && place.finishDay > deadline ? [taskId] : [];
  });
}

function backlogOf({ unplanned, held }: WeekState): BacklogRow[] {
  return [
    ...unplanned.map(({ taskId, reason, missingSeconds, nearestUserId }) => ({
      ...{ taskId, reason, missingSeconds, nearestUserId },
    })),
    ...held.map(({ taskId, reason }) => ({ taskId, reason, missingSeconds: 0, nearestUserId: null })),
  ];
}

function clientsOf({ facts, draft }: WeekState): SprintView['clients'] {
  const ofTask = new Map(facts.tasks.map((task) => [task.taskId, task.clientId]));
  const planned = new Map<number, number>();
  for (const part of draft.parts) {
    const clientId = ofTask.get(part.taskId);
    if (clientId === undefined || part.day < facts.today) continue;
    planned.set(clientId, (planned.get(clientId) ?? 0) + part.seconds);
  }
  return [...facts.clients.values()].map(({ clientId, name, remainingSeconds }) => ({
    ...{ clientId, name, remainingSeconds, plannedSeconds: planned.get(clientId) ?? 0 },
  }));
}

function reserveView(facts: WeekFacts, people: readonly SprintPerson[]): SprintView['reserve'] {
  const days = people.flatMap((person) => person.days);
  const today = days.filter(({ day }) => day === facts.today);
  const total = (rows: typeof days, what: 'reserveSeconds' | 'reserveLeftSeconds') =>
    rows.reduce((all, row) => all + row[what], 0);
  return {
    percent: facts.reservePercent,
    todaySeconds: total(today, 'reserveSeconds'),
    todayLeftSeconds: total(today, 'reserveLeftSeconds'),
    weekSeconds: total(days, 'reserveSeconds'),
    weekLeftSeconds: total(days, 'reserveLeftSeconds'),
    isReleased: facts.today === lastWorkingDay(facts) && reserveOn(facts, facts.today, 3_600) === 0,
  };
}

function sum(parts: readonly { seconds: number }[]): number {
  return parts.reduce((total, part) => total + part.seconds, 0);
}
