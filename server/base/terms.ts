/** Why recorded seconds are not billed. */
export type CourtesyReason = 'own-bug' | 'free-support' | 'goodwill' | 'internal';

export interface WorkTypeTerms {
  billable: boolean;
  /** Integer permille: 1500 = one and a half hours billed per hour worked. */
  multiplierPermille: number;
  /** Set exactly when the work type is not billable. */
  courtesyReason: CourtesyReason | null;
}

export interface RoundingTerms {
  mode: 'none' | 'up' | 'nearest';
  stepSeconds: number;
  /** A rounding group is one entry, or all entries of a task on one local day. */
  per: 'entry' | 'task-day';
}

/** What happens when the hours are used up. Billing goes on in every mode; the mode decides who is told and what is flagged. */
export interface OverageTerms {
  mode: 'allow' | 'limit' | 'stop';
  /** Percent of the last bought package's size; used by `limit`. */
  limitPercent: number;
}

/** What is offered when a package is sold. */
export interface PackageTerms {
  /** Months from the first usable day to the last; null = without end. */
  validMonths: number | null;
  coversEarlier: boolean;
  /** A package pays for work only from the moment its payment was noted. */
  paidBeforeUsable: boolean;
  /** Percent of the usable hours at which the next package is drafted; null = never. */
  draftNextAtPercent: number | null;
}

/** What becomes of the rest of a package when it expires. */
export interface RolloverTerms {
  mode: 'none' | 'share' | 'hours';
  /** Of the rest, in permille; used by `share`. */
  sharePermille: number;
  /** At most so many seconds; used by `hours`. */
  seconds: number;
  /** `once`: what was rolled over expires for good. */
  times: 'once' | 'always';
  /** Months the rolled-over hours stay usable; null = without end. */
  validMonths: number | null;
}

export interface AlertTerms {
  /** Percent of a package used, ascending. */
  thresholdsPercent: number[];
  /** Days before a package's last usable day, descending. */
  expiryDays: number[];
  /** The client is told by a comment in the report task too. */
  tellClient: boolean;
}

export interface ReportTerms {
  layout: 'detailed' | 'brief';
  language: 'portal' | 'ru' | 'en';
  attachments: ('pdf' | 'xlsx')[];
  /** Also to the feed of the client's group. */
  toFeed: boolean;
  /** The report on a used-up package is issued without approval. */
  automaticWhenUsedUp: boolean;
  /** The vendor's own words below the title; '' = none. */
  greeting: string;
  /** The vendor's own words at the end, before the seal; '' = none. */
  closing: string;
}

export interface AcceptanceTerms {
  /** Days after posting at which the client is reminded, ascending. */
  reminderDays: number[];
  /** Days after posting at which silence counts as acceptance; null = never. */
  automaticDays: number | null;
}

/** One version of the terms. What concerns billing is chosen by work day; the rest is as of today. */
export interface Terms {
  workTypes: Record<string, WorkTypeTerms>;
  defaultWorkType: string;
  /** Permille by urgency; multiplied with the work type's. */
  urgencies: Record<string, number>;
  minimumSeconds: number;
  rounding: RoundingTerms;
  /** Days after a package's last usable day until its rest expires. */
  lateEntryDays: number;
  overage: OverageTerms;
  packages: PackageTerms;
  rollover: RolloverTerms;
  alerts: AlertTerms;
  report: ReportTerms;
  acceptance: AcceptanceTerms;
}

const billable: WorkTypeTerms = { billable: true, multiplierPermille: 1000, courtesyReason: null };

/** What holds until a portal says otherwise: every second counts once, nothing is rounded. */
export const defaultTerms: Terms = {
  workTypes: {
    'design-markup': billable,
    'functional-change': billable,
    parsing: billable,
    '1c-integration': billable,
    delivery: billable,
    payment: billable,
    'cash-register': billable,
    'module-setup': billable,
    consulting: billable,
    other: billable,
    'own-bug': { billable: false, multiplierPermille: 1000, courtesyReason: 'own-bug' },
  },
  defaultWorkType: 'other',
  urgencies: { normal: 1000, urgent: 1000, critical: 1000 },
  minimumSeconds: 0,
  rounding: { mode: 'none', stepSeconds: 60, per: 'entry' },
  lateEntryDays: 3,
  overage: { mode: 'allow', limitPercent: 10 },
  packages: { validMonths: null, coversEarlier: true, paidBeforeUsable: false, draftNextAtPercent: null },
  rollover: { mode: 'none', sharePermille: 500, seconds: 0, times: 'once', validMonths: null },
  alerts: { thresholdsPercent: [80, 95, 100], expiryDays: [14, 3], tellClient: false },
  report: {
    layout: 'detailed',
    language: 'portal',
    attachments: ['pdf', 'xlsx'],
    toFeed: false,
    automaticWhenUsedUp: false,
    greeting: '',
    closing: '',
  },
  acceptance: { reminderDays: [], automaticDays: null },
};
