import type { DbOrTx, Tx } from '../base/db/index.js';
import { keptDaysSchema } from '../api/index.js';
import { readSetting, writeSetting } from '../portal/installs/index.js';

const SETTING = 'kept-days';
/** What a portal gets that never chose: a year to come back in. */
const DEFAULT_DAYS = 365;

export type KeptDays = 0 | 30 | 90 | 365 | null;

/** How long data stays after the app was removed without CLEAN; null = for good. */
export async function readKeptDays(db: DbOrTx, portalId: string): Promise<KeptDays> {
  const kept = await readSetting(db, portalId, SETTING);
  if (kept === null) return DEFAULT_DAYS;
  return keptDaysSchema.parse(JSON.parse(kept));
}

export async function writeKeptDays(tx: Tx, portalId: string, days: KeptDays): Promise<void> {
  await writeSetting(tx, portalId, SETTING, JSON.stringify(days));
}
