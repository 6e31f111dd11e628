import type { StandingLine } from './difference.js';
import type { Because, LineWhy, TargetLine } from './types.js';

/** What became of an entry that has no lines any more. */
export type Whereabouts = 'deleted' | 'moved-away' | 'no-time' | 'not-yet' | 'before-start' | 'as-issued';

/**
 * Why the lines of one entry give way, by comparison with those that follow: the first difference in the order in which
 * people would name it. The figures of the whole entry decide, so all its lines have one reason.
 * @param after empty = the entry has no lines any more
 * @param whereabouts null for lines that belong to a package alone
 */
export function becauseOf(
  before: readonly StandingLine[],
  after: readonly TargetLine[],
  whereabouts: Whereabouts | null,
): Because {
  const [was] = before;
  const [now] = after;
  if (!was || !now) return { what: whereabouts ?? 'packages' };
  return (
    changedWork(was, now) ??
    changedKind(was, now) ??
    changedFigures(was.why, now.why) ??
    (was.textKey === now.textKey ? { what: 'packages' } : { what: 'comment' })
  );
}

function changedWork(was: TargetLine, now: TargetLine): Because | null {
  const [before, after] = [was.why.entryRecordedSeconds, now.why.entryRecordedSeconds];
  if (before !== undefined && after !== undefined && before !== after) {
    return { what: 'time', was: before, now: after };
  }
  if (was.workedAt !== now.workedAt || was.workDay !== now.workDay) {
    return { what: 'worked-at', was: was.workDay ?? '', now: now.workDay ?? '' };
  }
  return null;
}

function changedKind(was: TargetLine, now: TargetLine): Because | null {
  if (was.workType !== now.workType) {
    const said = { was: was.workType ?? '', now: now.workType ?? '' };
    return { what: 'work-type', ...said, ...(now.why.workTypeFrom && { from: now.why.workTypeFrom }) };
  }
  if (was.why.urgency !== now.why.urgency) {
    const said = { was: was.why.urgency ?? '', now: now.why.urgency ?? '' };
    return { what: 'urgency', ...said, ...(now.why.urgencyFrom && { from: now.why.urgencyFrom }) };
  }
  return was.kind === 'courtesy' || now.kind === 'courtesy' ? changedCourtesy(was, now) : null;
}

function changedCourtesy(was: TargetLine, now: TargetLine): Because | null {
  if (was.kind === now.kind && was.reason === now.reason) return null;
  const origin = now.why.courtesyFrom;
  if (origin === undefined && was.why.courtesyFrom === undefined) {
    return { what: 'terms', was: was.why.termsVersion ?? 0, now: now.why.termsVersion ?? 0 };
  }
  return {
    what: 'courtesy',
    was: was.kind === 'courtesy' ? (was.reason ?? '') : '',
    now: now.kind === 'courtesy' ? (now.reason ?? '') : '',
    ...(origin && { from: origin }),
  };
}

function changedFigures(was: LineWhy, now: LineWhy): Because | null {
  if (now.change && !was.change) return { what: 'correction' };
  if (was.termsVersion !== now.termsVersion) {
    return { what: 'terms', was: was.termsVersion ?? 0, now: now.termsVersion ?? 0 };
  }
  const waived = [was.waivedSeconds ?? 0, now.waivedSeconds ?? 0] as const;
  if (waived[0] !== waived[1]) return { what: 'waiver', was: waived[0], now: waived[1] };
  if (was.entryBilledSeconds !== now.entryBilledSeconds) {
    return { what: 'rounding-group', was: was.entryBilledSeconds ?? 0, now: now.entryBilledSeconds ?? 0 };
  }
  return null;
}
