import type { DbOrTx, Tx } from '../base/db/index.js';
import { readSetting, writeSetting } from '../portal/installs/index.js';

const HOURS = 'office-hours';
const RESERVE = 'reserve-percent';
const ABSENCES = 'absences-asked';

/** The ordinary working day. */
export interface OfficeHours {
  daySeconds: number;
  /** Minutes after local midnight. */
  startsAt: number;
}

const usual: OfficeHours = { daySeconds: 8 * 3_600, startsAt: 9 * 60 };
const USUAL_RESERVE_PERCENT = 20;

export async function readOfficeHours(db: DbOrTx, portalId: string): Promise<OfficeHours> {
  const kept = await readSetting(db, portalId, HOURS);
  return kept === null ? usual : { ...usual, ...(JSON.parse(kept) as Partial<OfficeHours>) };
}

export async function writeOfficeHours(tx: Tx, portalId: string, hours: OfficeHours): Promise<void> {
  await writeSetting(tx, portalId, HOURS, JSON.stringify(hours));
}

/** The share of each day that is kept free for urgent tasks. */
export async function readReservePercent(db: DbOrTx, portalId: string): Promise<number> {
  const kept = await readSetting(db, portalId, RESERVE);
  return kept === null ? USUAL_RESERVE_PERCENT : Number(kept);
}

export async function writeReservePercent(tx: Tx, portalId: string, percent: number): Promise<void> {
  await writeSetting(tx, portalId, RESERVE, String(percent));
}

/** When the portal's calendar was asked for absences, and what it said where it refused. */
export interface AbsencesAsked {
  askedAt: number;
  refused: string | null;
}

export async function readAbsencesAsked(db: DbOrTx, portalId: string): Promise<AbsencesAsked | null> {
  const kept = await readSetting(db, portalId, ABSENCES);
  return kept === null ? null : (JSON.parse(kept) as AbsencesAsked);
}

export async function writeAbsencesAsked(tx: Tx, portalId: string, asked: AbsencesAsked): Promise<void> {
  await writeSetting(tx, portalId, ABSENCES, JSON.stringify(asked));
}
