import { recordAction, type Visitor } from '../access/index.js';
import type { setDaysSchema, setNormSchema, setOfficeSchema } from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import { notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { lockPortal } from '../portal/installs/index.js';
import type { z } from 'zod';
import { readHandDays, readNorms, writeHandDays, writeNorm } from './capacity-store.js';
import {
  readOfficeHours,
  readReservePercent,
  writeOfficeHours,
  writeReservePercent,
} from './office-hours.js';
import { readEmployees } from './people-view.js';

type On = Pick<Ground, 'clock'>;

/** A person's own week, and whether they take part in plans. */
export async function setNorm(
  tx: Tx,
  ground: On,
  visitor: Visitor,
  wanted: z.output<typeof setNormSchema> & { userId: number },
): Promise<void> {
  const { portalId } = visitor;
  const { requestId, userId, takesPart, week, startsAt } = wanted;
  await lockPortal(tx, portalId);
  await requireEmployee(tx, portalId, userId);
  const before = (await readNorms(tx, portalId)).find((row) => row.user_id === userId) ?? null;
  const action = { portalId, userId: visitor.userId, what: 'set-norm', before, after: wanted };
  const done = await recordAction(tx, ground.clock, { ...action, cause: `set-norm:${requestId}` });
  if (done.repeated) return;
  await writeNorm(tx, {
    ...{ portal_id: portalId, user_id: userId, takes_part: takesPart, starts_at: startsAt },
    ...{ week: week === null ? null : JSON.stringify(week) },
    ...{ updated_at: ground.clock.now(), action_id: done.actionId },
  });
}

/** Vacation and the like, typed by hand. */
export async function setDays(
  tx: Tx,
  ground: On,
  visitor: Visitor,
  wanted: z.output<typeof setDaysSchema> & { userId: number },
): Promise<void> {
  const { portalId } = visitor;
  const { requestId, userId, typed } = wanted;
  const days = [...wanted.days].sort();
  await lockPortal(tx, portalId);
  await requireEmployee(tx, portalId, userId);
  const span = { from: days[0] ?? '', to: days.at(-1) ?? '' };
  const kept = await readHandDays(tx, portalId, span);
  const before = kept
    .filter((row) => row.user_id === userId && days.includes(row.day))
    .map(({ day, seconds, reason, note }) => ({ day, seconds, reason, note }));
  const action = { portalId, userId: visitor.userId, what: 'set-capacity-days', before, after: wanted };
  const done = await recordAction(tx, ground.clock, { ...action, cause: `set-days:${requestId}` });
  if (done.repeated) return;
  const row = typed && { ...typed, updated_at: ground.clock.now(), action_id: done.actionId };
  await writeHandDays(tx, { portalId, userId, days }, row);
}

/** The ordinary working day of the office, and the share kept free for urgent tasks. */
export async function setOffice(
  tx: Tx,
  ground: On,
  visitor: Visitor,
  wanted: z.output<typeof setOfficeSchema>,
): Promise<void> {
  const { portalId, userId } = visitor;
  const { requestId, daySeconds, startsAt, reservePercent } = wanted;
  await lockPortal(tx, portalId);
  const hours = await readOfficeHours(tx, portalId);
  const before = { ...hours, reservePercent: await readReservePercent(tx, portalId) };
  const action = { portalId, userId, what: 'set-office-hours', before, after: wanted };
  const done = await recordAction(tx, ground.clock, { ...action, cause: `set-office:${requestId}` });
  if (done.repeated) return;
  await writeOfficeHours(tx, portalId, { daySeconds, startsAt });
  await writeReservePercent(tx, portalId, reservePercent);
}

async function requireEmployee(tx: Tx, portalId: string, userId: number): Promise<void> {
  const employees = await readEmployees(tx, portalId);
  if (!employees.some((one) => one.userId === userId)) throw notFound('Employee');
}
