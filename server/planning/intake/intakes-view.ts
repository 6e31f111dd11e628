import type { Visitor } from '../../access/index.js';
import type { Intakes, IntakeView, ReserveEffect, TaskIntake } from '../../api/index.js';
import { dayOf, startOfDay } from '../../base/days.js';
import type { DbOrTx } from '../../base/db/index.js';
import { mayManage, reachableClients, readClients } from '../../clients/index.js';
import { readPortal } from '../../portal/installs/index.js';
import { readTasksByIds } from '../tasks-view.js';
import type { TaskMove } from '../rules/plan-model.js';
import { type IntakeRow, readIntakesSince, readStandingIntakes } from './intake-store.js';
import { UNDO_MS } from './undo-intake.js';

const OPEN = [2, 3, 4, 6];

/** What waits for a manager, and what was decided today: of all the staff plans for, for all of the staff. */
export async function showIntakes(db: DbOrTx, visitor: Visitor, now: number): Promise<Intakes> {
  const { today, since } = await dayIn(db, visitor.portalId, now);
  const rows = await readIntakesSince(db, visitor.portalId, { since });
  const views = await viewsOf(db, visitor, { rows, now });
  return {
    ...{ today, now },
    proposed: views.filter(({ state }) => state === 'proposed'),
    taken: views.filter(({ state }) => state !== 'proposed'),
  };
}

export async function showTaskIntake(
  db: DbOrTx,
  visitor: Visitor,
  of: { taskId: number; clientId: number | null; now: number },
): Promise<TaskIntake> {
  const { taskId, clientId, now } = of;
  const { since } = await dayIn(db, visitor.portalId, now);
  const rows = await readIntakesSince(db, visitor.portalId, { since, taskId });
  const standing = await readStandingIntakes(db, visitor.portalId, [taskId]);
  const [task] = await readTasksByIds(db, visitor.portalId, [taskId]);
  const isTaken = standing.some((one) => one.state === 'accepted' && one.kind === 'critical');
  const isOpen = clientId !== null && task !== undefined && OPEN.includes(task.status) && !isTaken;
  const may = { propose: isOpen && !mayManage(visitor), accept: isOpen && mayManage(visitor) };
  return { now, intakes: await viewsOf(db, visitor, { rows, now }), may };
}

async function dayIn(db: DbOrTx, portalId: string, now: number): Promise<{ today: string; since: number }> {
  const zone = (await readPortal(db, portalId))?.time_zone ?? 'UTC';
  const today = dayOf(now, zone);
  // What was taken in just before midnight can still be taken back.
  return { today, since: Math.min(startOfDay(today, zone), now - UNDO_MS) };
}

async function viewsOf(
  db: DbOrTx,
  visitor: Visitor,
  { rows, now }: { rows: readonly IntakeRow[]; now: number },
): Promise<IntakeView[]> {
  if (rows.length === 0) return [];
  const { portalId } = visitor;
  const tasks = await readTasksByIds(
    db,
    portalId,
    rows.map((row) => row.task_id),
  );
  const titles = new Map(tasks.map((task) => [task.task_id, task.title]));
  const clients = new Map((await readClients(db, portalId)).map((client) => [client.client_id, client.name]));
  const names = await readNames(db, portalId, rows);
  const reach = mayManage(visitor) ? await reachableClients(db, visitor) : new Set<number>();
  return rows.map((row) => {
    const mayDecide = reach === 'all' || reach.has(row.client_id);
    const isOpen = row.state === 'accepted' && now < (row.accepted_at ?? 0) + UNDO_MS;
    return {
      ...{ intakeId: row.intake_id, taskId: row.task_id, title: titles.get(row.task_id) ?? '' },
      ...{ clientId: row.client_id, clientName: clients.get(row.client_id) ?? '' },
      ...{ kind: row.kind, source: row.source, sign: row.sign, state: row.state, note: row.note },
      ...{ proposedBy: names.get(row.proposed_by) ?? null, proposedAt: row.proposed_at },
      ...{
        performer: names.get(row.user_id ?? 0) ?? null,
        startDay: row.start_day,
        finishDay: row.finish_day,
      },
      reserve: row.reserve === null ? null : (JSON.parse(row.reserve) as ReserveEffect),
      pushed: row.pushed === null ? 0 : (JSON.parse(row.pushed) as TaskMove[]).length,
      ...{ acceptedBy: names.get(row.accepted_by ?? 0) ?? null, acceptedAt: row.accepted_at },
      ...{ priority: row.priority, undoUntil: isOpen ? (row.accepted_at ?? 0) + UNDO_MS : null },
      ...{ endedBy: names.get(row.ended_by ?? 0) ?? null, endedAt: row.ended_at, endReason: row.end_reason },
      mayDecide,
    };
  });
}

async function readNames(
  db: DbOrTx,
  portalId: string,
  rows: readonly IntakeRow[],
): Promise<Map<number, string>> {
  const ids = rows.flatMap((row) => [row.proposed_by, row.user_id, row.accepted_by, row.ended_by]);
  const wanted = [...new Set(ids)].filter((id): id is number => id !== null && id > 0);
  if (wanted.length === 0) return new Map();
  const people = await db
    .selectFrom('users')
    .select(['user_id', 'name'])
    .where('portal_id', '=', portalId)
    .where('user_id', 'in', wanted)
    .execute();
  return new Map(people.map((one) => [one.user_id, one.name]));
}
