import { OWN_WORDS_SIGNS, signsOf, tidyWords } from '../../../server/api/own-words.js';
import { parseDecimal, parseWhole, parseWholes } from './number-texts.js';
import type { TermsForm, WorkTypeForm } from './terms-form.js';

/** What is wrong with a field; the sentence is `terms.faults.<code>`. */
export type Fault =
  | 'multiplier'
  | 'minutes'
  | 'step'
  | 'days'
  | 'months'
  | 'percent'
  | 'share'
  | 'hours'
  | 'percents'
  | 'dayList'
  | 'words'
  | 'name'
  | 'nameTaken';

/** By field; of work types and urgencies by `workType.INDEX`, `workTypeName.INDEX` and `urgency.INDEX`. */
export type Faults = Record<string, Fault>;

/** Fields that do not count in the chosen mode are not looked at. */
export function faultsOf(form: TermsForm): Faults {
  const checks: [string, Fault, boolean][] = [
    ['minimumMinutes', 'minutes', !isWithin(parseDecimal(form.minimumMinutes), 0, 1440)],
    ['stepMinutes', 'step', form.roundingMode !== 'none' && !isStep(form.stepMinutes)],
    ['lateEntryDays', 'days', !isWithin(parseWhole(form.lateEntryDays), 0, 60)],
    [
      'limitPercent',
      'percent',
      form.overageMode === 'limit' && !isWithin(parseWhole(form.limitPercent), 1, 1000),
    ],
    ['validMonths', 'months', form.limitsValidity && !isWithin(parseWhole(form.validMonths), 1, 120)],
    [
      'draftNextAtPercent',
      'share',
      form.draftsNext && !isWithin(parseWhole(form.draftNextAtPercent), 1, 100),
    ],
    [
      'sharePercent',
      'share',
      form.rolloverMode === 'share' && !isWithin(parseDecimal(form.sharePercent), 0.1, 100),
    ],
    [
      'rolloverHours',
      'hours',
      form.rolloverMode === 'hours' && !isWithin(parseDecimal(form.rolloverHours), 0.1, 10_000),
    ],
    ['rolloverMonths', 'months', form.rolloverMode !== 'none' && !isMonthsOrNone(form.rolloverMonths)],
    ['thresholds', 'percents', !isList(form.thresholds, 1, 1000)],
    ['expiryDays', 'dayList', !isList(form.expiryDays, 0, 365)],
    ['greeting', 'words', !isShort(form.greeting)],
    ['closing', 'words', !isShort(form.closing)],
    ['reminderDays', 'dayList', !isList(form.reminderDays, 0, 365)],
    ['automaticDays', 'days', form.acceptsSilence && !isWithin(parseWhole(form.automaticDays), 0, 365)],
  ];
  return {
    ...Object.fromEntries(checks.filter(([, , wrong]) => wrong).map(([field, fault]) => [field, fault])),
    ...workTypeFaults(form.workTypes),
    ...urgencyFaults(form),
  };
}

function workTypeFaults(workTypes: readonly WorkTypeForm[]): Faults {
  const faults: Faults = {};
  const names = workTypes.map((type) => type.key.trim().toLowerCase());
  for (const [index, type] of workTypes.entries()) {
    if (type.billable && !isMultiplier(type.multiplier)) faults[`workType.${index}`] = 'multiplier';
    const name = names[index] ?? '';
    if (name === '' || name.length > 60) faults[`workTypeName.${index}`] = 'name';
    else if (names.indexOf(name) !== index) faults[`workTypeName.${index}`] = 'nameTaken';
  }
  return faults;
}

function urgencyFaults(form: TermsForm): Faults {
  const wrong = form.urgencies.flatMap((urgency, index) => (isMultiplier(urgency.multiplier) ? [] : [index]));
  return Object.fromEntries(wrong.map((index) => [`urgency.${index}`, 'multiplier' as const]));
}

function isMultiplier(text: string): boolean {
  return isWithin(parseDecimal(text), 0, 10);
}

/** Up to eight hours. */
function isStep(text: string): boolean {
  return isWithin(parseDecimal(text), 0.1, 480);
}

function isMonthsOrNone(text: string): boolean {
  return text.trim() === '' || isWithin(parseWhole(text), 1, 120);
}

function isShort(words: string): boolean {
  return signsOf(tidyWords(words)) <= OWN_WORDS_SIGNS;
}

function isList(text: string, least: number, most: number): boolean {
  const numbers = parseWholes(text);
  return numbers !== null && numbers.length <= 10 && numbers.every((each) => isWithin(each, least, most));
}

function isWithin(value: number | null, least: number, most: number): boolean {
  return value !== null && value >= least && value <= most;
}
