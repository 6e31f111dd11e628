import type { Terms } from '../../base/terms.js';
import { billGroup } from './bill.js';
import type { LineWhy } from './types.js';

/** The way from recorded to billed, reckoned again from a line's own figures. Seconds. */
export interface Reckoning {
  recordedSeconds: number;
  /** Of the rounding group: before this entry, and with it. */
  before: Stage;
  after: Stage;
  /** What this entry adds to the group's bill. */
  shareSeconds: number;
  waivedSeconds: number;
  billedSeconds: number;
}

export interface Stage {
  multipliedSeconds: number;
  /** After the minimum charge. */
  chargedSeconds: number;
  /** After rounding. */
  billedSeconds: number;
}

/** Null for a line without figures (a purchase), for courtesy, and for an entry that is gone. */
export function reckon(why: LineWhy): Reckoning | null {
  const { entryRecordedSeconds: recordedSeconds, multiplierPermille, groupBilledSeconds } = why;
  if (recordedSeconds === undefined || multiplierPermille === undefined) return null;
  if (groupBilledSeconds === undefined || why.rule === 'not-billable') return null;
  const weightBefore = why.groupBeforeMillionths ?? 0;
  const before = stageOf(weightBefore, why);
  const after = stageOf(weightBefore + recordedSeconds * multiplierPermille * 1000, why);
  const shareSeconds = after.billedSeconds - before.billedSeconds;
  const waivedSeconds = why.waivedSeconds ?? 0;
  return {
    recordedSeconds,
    before,
    after,
    shareSeconds,
    waivedSeconds,
    billedSeconds: shareSeconds - waivedSeconds,
  };
}

function stageOf(weight: number, why: LineWhy): Stage {
  const unrounded: Terms['rounding'] = { mode: 'none', stepSeconds: 1, per: 'entry' };
  const minimumSeconds = why.minimumSeconds ?? 0;
  return {
    multipliedSeconds: billGroup(weight, { minimumSeconds: 0, rounding: unrounded }),
    chargedSeconds: billGroup(weight, { minimumSeconds, rounding: unrounded }),
    billedSeconds: billGroup(weight, { minimumSeconds, rounding: why.rounding ?? unrounded }),
  };
}
