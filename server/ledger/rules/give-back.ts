import type { Day } from '../../base/days.js';
import type { EntryBill } from './entry-bills.js';
import { figuresOf } from './lines.js';
import { spreadRecorded } from './spread.js';
import type { IssuedEntry } from './standing-issued.js';
import type { LineWhy, TargetLine } from './types.js';

/** Seconds an issued entry gets back: negative corrections, overage first, then its packages, last first. */
export interface GiveBack {
  lines: TargetLine[];
  /** Seconds returned to each package, > 0. */
  returned: { packageId: number; seconds: number }[];
  overageLeftSeconds: number;
}

export interface EntryNow {
  entryId: number;
  owedSeconds: number;
  recordedSeconds: number;
  noticedOn: Day;
  bill: EntryBill | null;
}

/** For an issued entry that now costs less than was issued. */
export function giveBack(now: EntryNow, issued: IssuedEntry): GiveBack {
  const takes = whatToReturn(issued, issued.billedSeconds - now.owedSeconds);
  const recorded = spreadRecorded(
    takes.map((take) => take.seconds),
    now.recordedSeconds - issued.recordedSeconds,
  );
  return {
    lines: takes.map((take, index) =>
      correctionLine(now, issued, take.packageId, -take.seconds, recorded[index] ?? 0),
    ),
    returned: takes.flatMap(({ packageId, seconds }) => (packageId === null ? [] : [{ packageId, seconds }])),
    overageLeftSeconds: issued.overageSeconds - (takes[0]?.packageId === null ? takes[0].seconds : 0),
  };
}

function whatToReturn(issued: IssuedEntry, seconds: number): { packageId: number | null; seconds: number }[] {
  const sources: [number | null, number][] = [
    [null, issued.overageSeconds],
    ...[...issued.spentByPackage.entries()].reverse(),
  ];
  let open = seconds;
  const takes: { packageId: number | null; seconds: number }[] = [];
  for (const [packageId, held] of sources) {
    const taken = Math.min(open, Math.max(0, held));
    if (taken > 0) takes.push({ packageId, seconds: taken });
    open -= taken;
  }
  return takes;
}

/** A correction of an issued entry, carrying the task, person and day of its issued line. */
export function correctionLine(
  now: EntryNow,
  issued: IssuedEntry,
  packageId: number | null,
  seconds: number,
  recordedSeconds: number,
): TargetLine {
  const first = issued.lines[0];
  return {
    kind: 'correction',
    seconds,
    recordedSeconds,
    packageId,
    entryId: now.entryId === 0 ? null : now.entryId,
    taskId: first?.taskId ?? null,
    userId: first?.userId ?? null,
    workedAt: first?.workedAt ?? null,
    workDay: first?.workDay ?? null,
    workType: first?.workType ?? null,
    reason: null,
    textKey: now.bill?.entry.textKey ?? '',
    why: correctionWhy(now, issued),
  };
}

/** Reckoned anew under the terms the report used; nothing is left to reckon for an entry that is gone. */
function correctionWhy(now: EntryNow, issued: IssuedEntry): LineWhy {
  const before = issued.lines.find((line) => line.why.termsVersion !== undefined)?.why;
  const { termsVersion, multiplierPermille, urgency } = before ?? {};
  return {
    rule: 'given-back',
    ...(now.bill && figuresOf(now.bill)),
    ...(termsVersion === undefined ? {} : { termsVersion }),
    ...(multiplierPermille === undefined ? {} : { multiplierPermille }),
    ...(urgency === undefined ? {} : { urgency }),
    entryBilledSeconds: now.owedSeconds,
    entryRecordedSeconds: now.recordedSeconds,
    waivedSeconds: now.bill?.waivedSeconds ?? 0,
    change: changeOf(now, issued),
  };
}

export function changeOf(now: EntryNow, issued: IssuedEntry): NonNullable<LineWhy['change']> {
  return {
    issuedIn: issued.lastReport,
    wasSeconds: issued.saidSeconds,
    nowSeconds: now.owedSeconds,
    noticedOn: now.noticedOn,
  };
}
