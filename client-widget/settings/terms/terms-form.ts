import type { TermsBody } from '../../../server/api/terms.js';
import { writeDecimal } from './number-texts.js';

type Reason = NonNullable<TermsBody['workTypes'][string]['courtesyReason']>;

export interface WorkTypeForm {
  /** The app's code, or the name that the portal gave it. */
  key: string;
  /** Named by the portal, not by the app. */
  isOwn: boolean;
  /** Added in this form: its name may still be typed. */
  isNew: boolean;
  billable: boolean;
  multiplier: string;
  reason: Reason;
}

/** The terms as a person edits them; texts as typed. */
export interface TermsForm {
  workTypes: WorkTypeForm[];
  defaultWorkType: string;
  urgencies: { key: string; multiplier: string }[];
  minimumMinutes: string;
  roundingMode: TermsBody['rounding']['mode'];
  stepMinutes: string;
  per: TermsBody['rounding']['per'];
  lateEntryDays: string;
  overageMode: TermsBody['overage']['mode'];
  limitPercent: string;
  limitsValidity: boolean;
  validMonths: string;
  coversEarlier: boolean;
  paidBeforeUsable: boolean;
  draftsNext: boolean;
  draftNextAtPercent: string;
  rolloverMode: TermsBody['rollover']['mode'];
  sharePercent: string;
  rolloverHours: string;
  rolloverTimes: TermsBody['rollover']['times'];
  rolloverMonths: string;
  thresholds: string;
  expiryDays: string;
  tellClient: boolean;
  layout: TermsBody['report']['layout'];
  language: TermsBody['report']['language'];
  pdf: boolean;
  xlsx: boolean;
  toFeed: boolean;
  automaticWhenUsedUp: boolean;
  greeting: string;
  closing: string;
  reminderDays: string;
  acceptsSilence: boolean;
  automaticDays: string;
}

/**
 * @param isBuiltIn whether the app itself has a name for that work type
 * @param language of the numbers
 */
export function formOf(terms: TermsBody, isBuiltIn: (key: string) => boolean, language: string): TermsForm {
  const decimal = (value: number) => writeDecimal(value, language);
  return {
    workTypes: Object.entries(terms.workTypes).map(([key, type]) => ({
      ...{ key, isOwn: !isBuiltIn(key), isNew: false, billable: type.billable },
      multiplier: decimal(type.multiplierPermille / 1000),
      reason: type.courtesyReason ?? 'goodwill',
    })),
    defaultWorkType: terms.defaultWorkType,
    urgencies: Object.entries(terms.urgencies).map(([key, permille]) => ({
      key,
      multiplier: decimal(permille / 1000),
    })),
    minimumMinutes: decimal(terms.minimumSeconds / 60),
    roundingMode: terms.rounding.mode,
    // Whoever turns rounding on means a quarter of an hour sooner than a minute.
    stepMinutes: decimal(terms.rounding.mode === 'none' ? 15 : terms.rounding.stepSeconds / 60),
    per: terms.rounding.per,
    ...packageFields(terms, decimal),
    ...tellingFields(terms),
  };
}

function packageFields(
  { packages, rollover, overage, lateEntryDays }: TermsBody,
  decimal: (v: number) => string,
) {
  return {
    lateEntryDays: String(lateEntryDays),
    overageMode: overage.mode,
    limitPercent: String(overage.limitPercent),
    limitsValidity: packages.validMonths !== null,
    validMonths: String(packages.validMonths ?? 12),
    coversEarlier: packages.coversEarlier,
    paidBeforeUsable: packages.paidBeforeUsable,
    draftsNext: packages.draftNextAtPercent !== null,
    draftNextAtPercent: String(packages.draftNextAtPercent ?? 90),
    rolloverMode: rollover.mode,
    sharePercent: decimal(rollover.sharePermille / 10),
    rolloverHours: decimal(rollover.seconds / 3600),
    rolloverTimes: rollover.times,
    rolloverMonths: rollover.validMonths === null ? '' : String(rollover.validMonths),
  };
}

function tellingFields({ alerts, report, acceptance }: TermsBody) {
  return {
    thresholds: alerts.thresholdsPercent.join(', '),
    expiryDays: alerts.expiryDays.join(', '),
    tellClient: alerts.tellClient,
    layout: report.layout,
    language: report.language,
    pdf: report.attachments.includes('pdf'),
    xlsx: report.attachments.includes('xlsx'),
    toFeed: report.toFeed,
    automaticWhenUsedUp: report.automaticWhenUsedUp,
    greeting: report.greeting,
    closing: report.closing,
    reminderDays: acceptance.reminderDays.join(', '),
    acceptsSilence: acceptance.automaticDays !== null,
    automaticDays: String(acceptance.automaticDays ?? 7),
  };
}
