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

/** One version of the rules of billing. Chosen by work day. */
export interface Terms {
  workTypes: Record<string, WorkTypeTerms>;
  defaultWorkType: string;
  /** Permille by urgency; multiplied with the work type's. */
  urgencies: Record<string, number>;
  minimumSeconds: number;
  rounding: RoundingTerms;
  /** Days after a package's last usable day until its rest expires. */
  lateEntryDays: number;
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
};
