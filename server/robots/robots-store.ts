import { z } from 'zod';
import type { DbOrTx } from '../base/db/index.js';
import { readSetting, writeSetting } from '../portal/installs/index.js';

const NAME = 'robots';
const keptSchema = z.object({ enabled: z.boolean(), handler: z.string() });

/** Whether the robots are on, and the address they were registered with. */
export type RobotsKept = z.infer<typeof keptSchema>;

export async function readRobots(db: DbOrTx, portalId: string): Promise<RobotsKept> {
  const kept = await readSetting(db, portalId, NAME);
  return kept === null ? { enabled: false, handler: '' } : keptSchema.parse(JSON.parse(kept));
}

export async function writeRobots(db: DbOrTx, portalId: string, kept: RobotsKept): Promise<void> {
  await writeSetting(db, portalId, NAME, JSON.stringify(kept));
}
