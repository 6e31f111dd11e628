import { tidyWords } from '../../../server/api/own-words.js';
import type { TermsBody } from '../../../server/api/terms.js';
import { parseDecimal, parseWhole, parseWholes } from './number-texts.js';
import type { TermsForm } from './terms-form.js';

/**
 * The terms that a form without faults means. A field that does not count in the chosen mode keeps what it had in `base`,
 * where what was typed is no number.
 */
export function termsOf(form: TermsForm, base: TermsBody): TermsBody {
  return {
    ...base,
    workTypes: workTypesOf(form),
    defaultWorkType: form.defaultWorkType.trim(),
    urgencies: Object.fromEntries(form.urgencies.map(({ key, multiplier }) => [key, permille(multiplier)])),
    minimumSeconds: Math.round((parseDecimal(form.minimumMinutes) ?? 0) * 60),
    rounding: {
      mode: form.roundingMode,
      stepSeconds:
        form.roundingMode === 'none'
          ? base.rounding.stepSeconds
          : Math.max(1, Math.round((parseDecimal(form.stepMinutes) ?? 1) * 60)),
      per: form.per,
    },
    lateEntryDays: parseWhole(form.lateEntryDays) ?? base.lateEntryDays,
    overage: {
      mode: form.overageMode,
      limitPercent: parseWhole(form.limitPercent) || base.overage.limitPercent,
    },
    packages: packagesOf(form),
    rollover: rolloverOf(form, base),
    alerts: {
      thresholdsPercent: parseWholes(form.thresholds) ?? [],
      expiryDays: (parseWholes(form.expiryDays) ?? []).reverse(),
      tellClient: form.tellClient,
    },
    report: reportOf(form),
    acceptance: {
      reminderDays: parseWholes(form.reminderDays) ?? [],
      automaticDays: form.acceptsSilence ? parseWhole(form.automaticDays) : null,
    },
  };
}

function workTypesOf(form: TermsForm): TermsBody['workTypes'] {
  return Object.fromEntries(
    form.workTypes.map(({ key, billable, multiplier, reason }) => [
      key.trim(),
      {
        billable,
        multiplierPermille: parseDecimal(multiplier) === null ? 1000 : permille(multiplier),
        courtesyReason: billable ? null : reason,
      },
    ]),
  );
}

function packagesOf(form: TermsForm): TermsBody['packages'] {
  return {
    validMonths: form.limitsValidity ? parseWhole(form.validMonths) : null,
    coversEarlier: form.coversEarlier,
    paidBeforeUsable: form.paidBeforeUsable,
    draftNextAtPercent: form.draftsNext ? parseWhole(form.draftNextAtPercent) : null,
  };
}

function rolloverOf(form: TermsForm, base: TermsBody): TermsBody['rollover'] {
  const { sharePermille, seconds } = base.rollover;
  return {
    mode: form.rolloverMode,
    sharePermille:
      form.rolloverMode === 'share' ? Math.round((parseDecimal(form.sharePercent) ?? 0) * 10) : sharePermille,
    seconds:
      form.rolloverMode === 'hours' ? Math.round((parseDecimal(form.rolloverHours) ?? 0) * 3600) : seconds,
    times: form.rolloverTimes,
    validMonths: form.rolloverMode === 'none' ? base.rollover.validMonths : parseWhole(form.rolloverMonths),
  };
}

function reportOf(form: TermsForm): TermsBody['report'] {
  const { layout, language, toFeed, automaticWhenUsedUp, pdf, xlsx } = form;
  const attachments = [...(pdf ? (['pdf'] as const) : []), ...(xlsx ? (['xlsx'] as const) : [])];
  const words = { greeting: tidyWords(form.greeting), closing: tidyWords(form.closing) };
  return { layout, language, attachments, toFeed, automaticWhenUsedUp, ...words };
}

function permille(text: string): number {
  return Math.round((parseDecimal(text) ?? 1) * 1000);
}
