import type { Cut } from '../api/index.js';
import { endOfDay } from '../base/days.js';
import type { CutPoint } from '../ledger/index.js';

/** A cut as the ledger understands it: days end in the client's zone. */
export function cutPoint(cut: Cut, zone: string): CutPoint {
  if (cut.at === 'day') return { until: endOfDay(cut.day, zone) };
  return { packageId: cut.packageId, workedAt: cut.workedAt, entryId: cut.entryId };
}
