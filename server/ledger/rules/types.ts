import type { Day } from '../../base/days.js';
import type { Terms } from '../../base/terms.js';

/**
 * Kinds of line and what their signed `seconds` do:
 * purchase, gift, adjustment, transfer, refund, rollover → size of the package;
 * spend, cover, correction (with a package) → spent of the package;
 * overage, correction (without a package) → overage; cover lowers overage by as much as it spends;
 * courtesy → courtesy; expiry, close → forfeited of the package; issue, reopen, reversal markers → nothing.
 * A reversal is the mirrored row of the line it names: same kind, opposite seconds.
 */
export type LineKind =
  | 'purchase'
  | 'gift'
  | 'adjustment'
  | 'transfer'
  | 'refund'
  | 'rollover'
  | 'spend'
  | 'overage'
  | 'cover'
  | 'correction'
  | 'courtesy'
  | 'expiry'
  | 'close'
  | 'issue'
  | 'reopen';

/** A time entry as it counts for one client. */
export interface EntryFact {
  entryId: number;
  taskId: number;
  userId: number;
  /** Recorded seconds, > 0. */
  seconds: number;
  workedAt: number;
  /** Local day of `workedAt` in the client's zone. */
  workDay: Day;
  workType: string;
  urgency: string;
  /** Set when not billed whatever the work type says (free-support or development group, a verdict). */
  courtesyReason: string | null;
  /** Local day on which the present version was first seen. */
  noticedOn: Day;
  /** Changes when the comment changes, so that an open line is posted anew with the present comment. */
  textKey: string;
}

export interface PackageFact {
  packageId: number;
  /** Bought ± adjusted, without transfers that are still open. */
  sizeSeconds: number;
  boughtAt: number;
  validFrom: Day;
  /** Last usable local day. */
  expiresOn: Day | null;
  closedOn: Day | null;
  /** May pay for work done before `validFrom`. */
  coversEarlier: boolean;
  purchaseActionId: string;
}

export interface TermsVersion {
  version: number;
  effectiveFrom: Day;
  terms: Terms;
}

export interface WaiverFact {
  waiverId: number;
  entryId: number;
  /** At most so many billed seconds are given back. */
  seconds: number;
  noticedOn: Day;
}

export interface Facts {
  accountingStartsOn: Day;
  /** Overage brought along at the start of accounting, ≥ 0. */
  openingOverageSeconds: number;
  entries: readonly EntryFact[];
  packages: readonly PackageFact[];
  /** At least one; sorted by effectiveFrom, then version. */
  terms: readonly TermsVersion[];
  /** Versions that no day uses any more: issued lines keep theirs, and name them by number. */
  supersededTerms: readonly TermsVersion[];
  waivers: readonly WaiverFact[];
  /** Issued entries that are gone (deleted, moved away): the day it was noticed. */
  goneOn: ReadonlyMap<number, Day>;
  /** Correction packages already made, by their cause. */
  correctionPackages: ReadonlyMap<string, number>;
  nextPackageId: number;
}

/** A standing line that a report has issued: it stays as it is and uses up size. In posting order. */
export interface IssuedLine {
  kind: LineKind;
  seconds: number;
  recordedSeconds: number;
  entryId: number | null;
  packageId: number | null;
  reportNumber: number;
  taskId: number | null;
  userId: number | null;
  workedAt: number | null;
  workDay: Day | null;
  workType: string | null;
  reason: string | null;
  why: LineWhy;
}

/** The answer to "why is this hour here", stored with the line. */
export interface LineWhy {
  rule:
    | 'package-order'
    | 'covers-earlier'
    | 'no-package-left'
    | 'not-billable'
    | 'billed-zero'
    | 'covers-issued-overage'
    | 'given-back'
    | 'correction-package'
    | 'package-expired'
    | 'package-closed'
    | 'opening-balance'
    | 'superseded'
    | 'action'
    | 'report';
  termsVersion?: number;
  multiplierPermille?: number;
  urgency?: string;
  /** Billed seconds of the whole entry, after multiplier, minimum, rounding and waivers. */
  entryBilledSeconds?: number;
  entryRecordedSeconds?: number;
  waivedSeconds?: number;
  /** Seconds of the rounding group before this entry, and its billed sum after it. */
  groupBeforeSeconds?: number;
  groupBilledSeconds?: number;
  /** Present when an issued entry changed afterwards. */
  change?: { issuedIn: number; wasSeconds: number; nowSeconds: number; noticedOn: Day };
  /** Packages usable before this one that were already used up. */
  usedUpBefore?: number[];
}

/** A line the ledger should hold. */
export interface TargetLine {
  kind: LineKind;
  seconds: number;
  recordedSeconds: number;
  packageId: number | null;
  entryId: number | null;
  taskId: number | null;
  userId: number | null;
  workedAt: number | null;
  workDay: Day | null;
  workType: string | null;
  reason: string | null;
  textKey: string;
  why: LineWhy;
}

/** A package that the rules themselves add: hours given back whose package was closed or expired. */
export interface CorrectionPackage {
  packageId: number;
  cause: string;
  validFrom: Day;
}

export interface Target {
  /** Open lines in the order they should be posted. */
  lines: TargetLine[];
  correctionPackages: CorrectionPackage[];
  /** Entries dated after tomorrow: held and reported, not posted. */
  heldEntryIds: number[];
}
