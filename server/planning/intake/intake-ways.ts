import { recordAction, type Visitor } from '../../access/index.js';
import { type IntakeWays, intakeWaysSchema, type SetIntakeWays } from '../../api/index.js';
import type { DbOrTx, Tx } from '../../base/db/index.js';
import type { Ground } from '../../base/ground.js';
import { readSetting, writeSetting } from '../../portal/installs/index.js';

const NAME = 'intake-ways';

/** What asks a manager until a portal says otherwise. */
const usual: IntakeWays = {
  urgentTags: ['срочно', 'urgent'],
  criticalTags: ['критично', 'critical'],
  byPriority: true,
};

export async function readIntakeWays(db: DbOrTx, portalId: string): Promise<IntakeWays> {
  const kept = await readSetting(db, portalId, NAME);
  return kept === null ? usual : intakeWaysSchema.parse(JSON.parse(kept));
}

/** What in Bitrix24 asks a manager to take a task in. What was proposed before stays. */
export async function setIntakeWays(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  visitor: Visitor,
  { requestId, ...ways }: SetIntakeWays,
): Promise<void> {
  const { portalId, userId } = visitor;
  const before = await readIntakeWays(tx, portalId);
  const { repeated } = await recordAction(tx, ground.clock, {
    ...{ portalId, userId, what: 'set-intake-ways', before, after: ways },
    cause: `set-intake-ways:${requestId}`,
  });
  if (!repeated) await writeSetting(tx, portalId, NAME, JSON.stringify(ways));
}
