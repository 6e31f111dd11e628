/** A ledger line, as far as waivers show in it. */
export interface WaivedLine {
  posting: number;
  line: number;
  kind: string;
  entryId: number | null;
  why: { waivedSeconds?: number; change?: { issuedIn: number } };
}

/** A waiver as it was granted. */
export interface GrantedWaiver {
  waiverId: number;
  entryId: number;
  /** At most so many billed seconds. */
  seconds: number;
  reason: string;
  noticedAt: number;
}

/** What a report gives back of one entry by one waiver. */
export interface GivenBack<L extends WaivedLine> {
  line: L;
  waiver: GrantedWaiver;
  /** > 0. */
  seconds: number;
  /** The report that had named the entry; null where its hours in this one are without them already. */
  issuedIn: number | null;
}

/**
 * Which seconds the lines of a report give back for the first time. Lines say how much of an entry is waived in all;
 * what earlier reports gave back already is taken off, and the rest goes to the waivers in the order they were granted.
 */
export function givenBack<L extends WaivedLine>(
  lines: readonly L[],
  earlier: readonly L[],
  waivers: readonly GrantedWaiver[],
): GivenBack<L>[] {
  const before = lastWaived(earlier);
  const now = lastWaived(lines);
  return [...now].flatMap(([entryId, { line, seconds }]) => {
    const from = before.get(entryId)?.seconds ?? 0;
    const own = waivers.filter((waiver) => waiver.entryId === entryId);
    const issuedIn = line.why.change?.issuedIn || null;
    return sharesOf(own, from, seconds).map((share) => ({ line, issuedIn, ...share }));
  });
}

/** The newest word on each entry: its line and what is waived of it in all. */
function lastWaived<L extends WaivedLine>(lines: readonly L[]): Map<number, { line: L; seconds: number }> {
  const last = new Map<number, { line: L; seconds: number }>();
  for (const line of lines) {
    const { entryId, why } = line;
    if (entryId === null || why.waivedSeconds === undefined || line.kind === 'transfer') continue;
    const known = last.get(entryId)?.line;
    const isNewer =
      !known || line.posting > known.posting || (line.posting === known.posting && line.line > known.line);
    if (isNewer) last.set(entryId, { line, seconds: why.waivedSeconds });
  }
  return last;
}

/** The part of each waiver that lies between two sums of them. */
function sharesOf(
  waivers: readonly GrantedWaiver[],
  from: number,
  to: number,
): { waiver: GrantedWaiver; seconds: number }[] {
  let at = 0;
  return waivers.flatMap((waiver) => {
    const start = at;
    at += waiver.seconds;
    const seconds = Math.min(at, to) - Math.max(start, from);
    return seconds > 0 ? [{ waiver, seconds }] : [];
  });
}
