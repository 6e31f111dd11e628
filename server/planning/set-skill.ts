import type { z } from 'zod';
import { recordAction, type Visitor } from '../access/index.js';
import type { setSkillSchema } from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import { notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { lockPortal } from '../portal/installs/index.js';
import { readEmployees } from './people-view.js';
import { readSetSkills, writeSkill } from './skills-store.js';

/** A manager says how well somebody does a type of work, or leaves it to experience. Throws NOT_FOUND. */
export async function setSkill(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  visitor: Visitor,
  wanted: z.output<typeof setSkillSchema> & { userId: number },
): Promise<void> {
  const { portalId } = visitor;
  const { requestId, userId, workType, permille } = wanted;
  await lockPortal(tx, portalId);
  const employees = await readEmployees(tx, portalId);
  if (!employees.some((one) => one.userId === userId)) throw notFound('Employee');
  const before = (await readSetSkills(tx, portalId)).get(userId)?.[workType] ?? null;
  const stateOf = (said: number | null) => ({
    ...{ userId, workTypes: { [workType]: { skillPercent: said === null ? null : Math.round(said / 10) } } },
  });
  const done = await recordAction(tx, ground.clock, {
    ...{ portalId, userId: visitor.userId, what: 'set-skill', cause: `set-skill:${requestId}` },
    before: stateOf(before),
    after: stateOf(permille),
  });
  if (done.repeated) return;
  const said = permille === null ? null : { permille, at: ground.clock.now(), actionId: done.actionId };
  await writeSkill(tx, { portalId, userId, workType }, said);
}
