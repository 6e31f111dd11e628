import type { Day } from '../../base/days.js';
import type { RoundingTerms, Terms } from '../../base/terms.js';
import type { WorkOrigin } from '../../base/work-origin.js';

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
  /** Null = the usual one of the terms in force on the work day. */
  workType: string | null;
  urgency: string;
  /** Who or what said so; absent = the terms. */
  workTypeFrom?: WorkOrigin;
  urgencyFrom?: WorkOrigin;
  courtesyFrom?: WorkOrigin;
  /** Set when not billed whatever the work type says (free-support or development group, a verdict). */
  courtesyReason: string | null;
  /** Local day on which the present version was first seen. */
  noticedOn: Day;
  /** Changes when the comment changes, so that an open line is posted anew with the present comment. */
  textKey: string;
}

export interface PackageFact {
  packageId: number;
  /** Bought ± what actions moved, and what issued lines moved; without the rules' own lines that are still open. */
  sizeSeconds: number;
  /** Of hours rolled over: when the package they come from was bought. */
  boughtAt: number;
  validFrom: Day;
  /** Last usable local day. */
  expiresOn: Day | null;
  closedOn: Day | null;
  /** May pay for work done before `validFrom`. */
  coversEarlier: boolean;
  purchaseActionId: string;
  /** Only of packages the rules made: what for. Their name, whatever id they got. */
  cause?: string;
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
    | 'rolled-over'
    | 'package-closed'
    | 'opening-balance'
    | 'superseded'
    | 'action'
    | 'report';
  termsVersion?: number;
  multiplierPermille?: number;
  urgency?: string;
  workTypeFrom?: WorkOrigin;
  urgencyFrom?: WorkOrigin;
  courtesyFrom?: WorkOrigin;
  /** The two whose product is the multiplier; absent = one and the multiplier itself. */
  urgencyPermille?: number;
  /** Absent = none. */
  minimumSeconds?: number;
  rounding?: RoundingTerms;
  /** Billed seconds of the whole entry, after multiplier, minimum, rounding and waivers. */
  entryBilledSeconds?: number;
  entryRecordedSeconds?: number;
  waivedSeconds?: number;
  /** Seconds of the rounding group before this entry, and its billed sum after it. */
  groupBeforeSeconds?: number;
  groupBilledSeconds?: number;
  /** What the group before this entry weighs (recorded seconds × multiplier in millionths) and bills; absent = 0. */
  groupBeforeMillionths?: number;
  groupBilledBeforeSeconds?: number;
  /** On a reversal: what made the line give way. */
  because?: Because;
  /** Present when an issued entry changed afterwards. */
  change?: { issuedIn: number; wasSeconds: number; nowSeconds: number; noticedOn: Day };
  /** Packages usable before this one that were already used up. */
  usedUpBefore?: number[];
  /** Hours rolled over: out of which package, into which, and what was left of it. */
  rollover?: { fromPackageId: number; toPackageId: number; restSeconds: number };
}

/** Why a line was reversed, by comparison with what follows it. */
export interface Because {
  what:
    | 'deleted'
    | 'moved-away'
    | 'no-time'
    | 'not-yet'
    | 'before-start'
    | 'as-issued'
    | 'time'
    | 'worked-at'
    | 'work-type'
    | 'urgency'
    | 'courtesy'
    | 'terms'
    | 'waiver'
    | 'rounding-group'
    | 'comment'
    | 'packages'
    | 'correction';
  was?: string | number;
  now?: string | number;
  /** Of a work type, an urgency or courtesy: who or what says so now. */
  from?: WorkOrigin;
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

/** A package that the rules themselves add: hours given back whose package was over, or the rest of an expired one. */
export interface MadePackage extends PackageFact {
  source: 'correction' | 'rollover';
  cause: string;
}

export interface Target {
  /** Open lines in the order they should be posted. */
  lines: TargetLine[];
  /** Those that lines of this target use and facts do not hold yet come with a new id. */
  madePackages: MadePackage[];
  /** Entries dated after tomorrow: held and reported, not posted. */
  heldEntryIds: number[];
}
