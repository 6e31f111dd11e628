import type { Day } from '../../base/days.js';
import type { Share } from './allocate.js';
import type { EntryBill } from './entry-bills.js';
import type { EntryFact, LineWhy, TargetLine } from './types.js';

export function blankLine(share: Share, day: Day): TargetLine {
  return {
    kind: share.packageId === null ? 'overage' : 'spend',
    seconds: share.seconds,
    recordedSeconds: 0,
    packageId: share.packageId,
    entryId: null,
    taskId: null,
    userId: null,
    workedAt: null,
    workDay: day,
    workType: null,
    reason: null,
    textKey: '',
    why: { rule: share.rule },
  };
}

export function courtesyLine(bill: EntryBill, reason: string): TargetLine {
  const line = entryLine(bill, 'courtesy', bill.entry.seconds, bill.entry.seconds);
  return { ...line, reason, why: { ...line.why, rule: 'not-billable' } };
}

export function zeroLine(bill: EntryBill): TargetLine {
  const line = entryLine(bill, 'spend', 0, bill.entry.seconds);
  return { ...line, why: { ...line.why, rule: 'billed-zero' } };
}

export function entryLine(
  bill: EntryBill,
  kind: TargetLine['kind'],
  seconds: number,
  recordedSeconds: number,
): TargetLine {
  const entry: EntryFact = bill.entry;
  return {
    kind,
    seconds,
    recordedSeconds,
    packageId: null,
    entryId: entry.entryId,
    taskId: entry.taskId,
    userId: entry.userId,
    workedAt: entry.workedAt,
    workDay: entry.workDay,
    workType: bill.workType,
    reason: null,
    textKey: entry.textKey,
    why: { rule: 'package-order', ...figuresOf(bill) },
  };
}

/** Every figure from recorded to billed, so that the line can be reckoned again from itself. What is one or none is left out. */
export function figuresOf(bill: EntryBill): Omit<LineWhy, 'rule'> {
  const { minimumSeconds, rounding } = bill.terms;
  const isBilled = bill.courtesyReason === null;
  const inGroup = isBilled && bill.groupBeforeSeconds > 0;
  return {
    termsVersion: bill.termsVersion,
    multiplierPermille: bill.multiplierPermille,
    urgency: bill.urgency,
    ...bill.origins,
    ...(isBilled && bill.urgencyPermille !== 1000 && { urgencyPermille: bill.urgencyPermille }),
    ...(isBilled && minimumSeconds > 0 && { minimumSeconds }),
    ...(isBilled && rounding.mode !== 'none' && { rounding }),
    entryBilledSeconds: bill.owedSeconds,
    entryRecordedSeconds: bill.entry.seconds,
    waivedSeconds: bill.waivedSeconds,
    groupBeforeSeconds: bill.groupBeforeSeconds,
    groupBilledSeconds: bill.groupBilledSeconds,
    ...(inGroup && {
      groupBeforeMillionths: bill.groupBeforeMillionths,
      groupBilledBeforeSeconds: bill.groupBilledBeforeSeconds,
    }),
  };
}
