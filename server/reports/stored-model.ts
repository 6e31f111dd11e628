import { isDeepStrictEqual } from 'node:util';
import type { ReportModel } from '../api/index.js';

type Stored = Partial<Pick<ReportModel, 'kind' | 'layout' | 'ofPackage' | 'waivers'>> &
  Omit<ReportModel, 'kind' | 'layout' | 'ofPackage' | 'waivers' | 'otherLines'> & {
    otherLines: (Omit<ReportModel['otherLines'][number], 'reason'> & { reason?: string | null })[];
  };

/** A report's model as it was stored when it was issued; what its layout version did not know yet is empty. */
export function storedModel(json: string): ReportModel {
  const stored = JSON.parse(json) as Stored;
  return {
    ...stored,
    kind: stored.kind ?? (stored.cut.at === 'package-end' ? 'package' : 'period'),
    layout: stored.layout ?? 'detailed',
    ofPackage: stored.ofPackage ?? null,
    waivers: stored.waivers ?? [],
    otherLines: stored.otherLines.map((line) => ({ ...line, reason: line.reason ?? null })),
  };
}

/** True when both say the same, as they are stored: a zero has no sign there, and what is not set is not there. */
export function sameModel(one: ReportModel, other: ReportModel): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(one)), JSON.parse(JSON.stringify(other)));
}
