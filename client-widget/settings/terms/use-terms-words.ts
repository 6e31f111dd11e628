import { useTranslation } from 'i18next-vue';
import type { TermsBody } from '../../../server/api/terms.js';
import { writeDecimal } from './number-texts.js';

type Named = 'workTypes' | 'courtesyReasons';

/** The terms as short sentences, and the names of what they speak of. */
export function useTermsWords() {
  const { t, i18next } = useTranslation();
  const decimal = (value: number) => writeDecimal(value, i18next.language);
  /** A work type that the portal named itself is called just that. */
  const named = (group: Named, key: string) =>
    i18next.exists(`${group}.${key}`) ? t(`${group}.${key}`) : key;
  const workType = (key: string) => named('workTypes', key);
  const isBuiltIn = (key: string) => i18next.exists(`workTypes.${key}`);
  const urgency = (key: string) =>
    i18next.exists(`terms.fields.urgencyNames.${key}`) ? t(`terms.fields.urgencyNames.${key}`) : key;
  const times = (name: string, permille: number) =>
    t('terms.times', { name, multiplier: decimal(permille / 1000) });

  const workTypes = (terms: TermsBody) => {
    const unusual = Object.entries(terms.workTypes).filter(
      ([key, type]) => type.billable && (type.multiplierPermille !== 1000 || !isBuiltIn(key)),
    );
    const texts = unusual.map(([key, type]) => times(workType(key), type.multiplierPermille));
    return texts.length > 0 ? texts.join(', ') : t('terms.summary.workTypesPlain');
  };
  const free = (terms: TermsBody) => {
    const texts = Object.entries(terms.workTypes).flatMap(([key, type]) =>
      type.billable ? [] : [workType(key)],
    );
    return texts.length > 0 ? texts.join(', ') : t('terms.summary.freeNone');
  };
  const urgencies = (terms: TermsBody) => {
    const unusual = Object.entries(terms.urgencies).filter(([, permille]) => permille !== 1000);
    const texts = unusual.map(([key, permille]) => times(urgency(key), permille));
    return texts.length > 0 ? texts.join(', ') : t('terms.summary.urgencyPlain');
  };
  const rounding = ({ rounding: { mode, stepSeconds, per } }: TermsBody) =>
    t(`terms.roundingIs.${mode}`, { step: decimal(stepSeconds / 60), per: t(`terms.perIs.${per}`) });
  const minimum = ({ minimumSeconds }: TermsBody) =>
    minimumSeconds === 0
      ? t('terms.summary.minimumNone')
      : t('terms.minutes', { count: decimal(minimumSeconds / 60) });
  const telling = tellingWords(t, (numbers) => listed(numbers, i18next.language));
  const packages = packageWords(t, decimal);

  /** Label and sentence of each setting, in the order of the editor. */
  const summary = (terms: TermsBody): { label: string; text: string }[] =>
    (
      [
        ['workTypes', workTypes(terms)],
        ['free', free(terms)],
        ['usual', workType(terms.defaultWorkType)],
        ['urgency', urgencies(terms)],
        ['rounding', rounding(terms)],
        ['minimum', minimum(terms)],
        ['packages', packages.fresh(terms)],
        ['expiry', packages.expired(terms)],
        ['overage', packages.overage(terms)],
        ['alerts', telling.alerts(terms)],
        ['report', telling.report(terms)],
        ['acceptance', telling.acceptance(terms)],
      ] as const
    ).map(([key, text]) => ({ label: t(`terms.summary.${key}`), text }));
  return {
    summary,
    workType,
    isBuiltIn,
    urgency,
    decimal,
    times,
    courtesy: (key: string) => named('courtesyReasons', key),
  };
}

type Translate = ReturnType<typeof useTranslation>['t'];

function packageWords(t: Translate, decimal: (value: number) => string) {
  const fresh = ({ packages }: TermsBody) =>
    [
      packages.validMonths === null
        ? t('terms.validIs.none')
        : t('terms.validIs.months', { count: packages.validMonths }),
      ...(packages.coversEarlier ? [t('terms.coversEarlierIs')] : []),
      ...(packages.paidBeforeUsable ? [t('terms.paidIs')] : []),
      ...(packages.draftNextAtPercent === null
        ? []
        : [t('terms.draftNextIs', { percent: packages.draftNextAtPercent })]),
    ].join(', ');
  const expired = ({ rollover, lateEntryDays }: TermsBody) => {
    const late = t('terms.lateIs', { count: lateEntryDays });
    if (rollover.mode === 'none') return late;
    const values = { percent: decimal(rollover.sharePermille / 10), hours: decimal(rollover.seconds / 3600) };
    const rolled = `${t(`terms.rolloverIs.${rollover.mode}`, values)} ${t(`terms.timesIs.${rollover.times}`)}`;
    return `${rolled}, ${late}`;
  };
  const overage = ({ overage: { mode, limitPercent } }: TermsBody) =>
    t(`terms.overageIs.${mode}`, { percent: limitPercent });
  return { fresh, expired, overage };
}

/** «14 и 3»: a list that a day or a per cent follows. */
function listed(numbers: readonly number[], language: string): { list: string; count: number } {
  const list = new Intl.ListFormat(language, { type: 'conjunction' }).format(numbers.map(String));
  return { list, count: numbers.at(-1) ?? 0 };
}

function tellingWords(t: Translate, list: (numbers: readonly number[]) => ReturnType<typeof listed>) {
  const alerts = ({ alerts: { thresholdsPercent, expiryDays, tellClient } }: TermsBody) => {
    const texts = [
      ...(thresholdsPercent.length > 0
        ? [t('terms.alertsIs.thresholds', { list: list(thresholdsPercent).list })]
        : []),
      ...(expiryDays.length > 0 ? [t('terms.alertsIs.expiry', list(expiryDays))] : []),
    ];
    if (texts.length === 0) return t('terms.alertsIs.none');
    return [...texts, ...(tellClient ? [t('terms.alertsIs.client')] : [])].join('; ');
  };
  const ownWords = ({ greeting, closing }: Pick<TermsBody['report'], 'greeting' | 'closing'>) => {
    if (greeting === '' && closing === '') return [];
    return [t(`terms.ownWordsIs.${greeting === '' ? 'closing' : closing === '' ? 'greeting' : 'both'}`)];
  };
  const report = ({
    report: { layout, language, attachments, toFeed, automaticWhenUsedUp, ...words },
  }: TermsBody) =>
    [
      t(`terms.layoutIs.${layout}`),
      t(`terms.languageIs.${language}`),
      attachments.length === 0
        ? t('terms.attachmentsIs.none')
        : attachments.map((file) => t(`terms.attachmentsIs.${file}`)).join(' + '),
      ...(toFeed ? [t('terms.feedIs')] : []),
      ...(automaticWhenUsedUp ? [t('terms.automaticIs')] : []),
      ...ownWords(words),
    ].join(', ');
  const acceptance = ({ acceptance: { reminderDays, automaticDays } }: TermsBody) =>
    [
      reminderDays.length > 0 ? t('terms.remindersIs', list(reminderDays)) : t('terms.remindersNone'),
      automaticDays === null ? t('terms.silenceNone') : t('terms.silenceIs', { count: automaticDays }),
    ].join(', ');
  return { alerts, report, acceptance };
}
