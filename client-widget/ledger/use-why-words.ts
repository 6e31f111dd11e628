import { useTranslation } from 'i18next-vue';
import type { PackageView } from '../../server/api/clients.js';
import type { WhyLine } from '../../server/api/ledger.js';
import { formatDuration } from '../ui/duration.js';
import { useDates } from '../ui/use-dates.js';

type Step = WhyLine['steps'][number];

/** Sentences for the rules the server names; a rule without a sentence shows its code and figures. */
export function useWhyWords(packages: () => PackageView[]) {
  const { t, i18next } = useTranslation();
  const dates = useDates();
  const named = (group: string, name: string) =>
    i18next.exists(`${group}.${name}`) ? t(`${group}.${name}`) : name;

  const writeNumber = (name: string, value: number): string => {
    if (/seconds$/i.test(name)) return formatDuration(value, true);
    if (name === 'multiplierPermille') return new Intl.NumberFormat(i18next.language).format(value / 1000);
    return String(value);
  };
  const write = (name: string, value: string | number | null): string => {
    if (value === null) return '—';
    if (typeof value === 'number') return writeNumber(name, value);
    if (/^\d{4}-\d\d-\d\d$/.test(value)) return dates.day(value);
    if (name === 'urgency') return named('urgencies', value);
    if (name === 'workType') return named('workTypes', value);
    if (name === 'reason') return named('courtesyReasons', value);
    return value;
  };
  const step = (one: Step): string => {
    const values = Object.fromEntries(
      Object.entries(one.values).map(([name, value]) => [name, write(name, value)]),
    );
    const title = packages().find((item) => item.packageId === one.values['packageId'])?.title;
    values['package'] = title ?? `№ ${values['packageId'] ?? ''}`;
    const key = `why.rules.${one.rule}`;
    if (i18next.exists(key)) return t(key, values);
    const figures = Object.entries(one.values).map(([name]) => `${name} ${values[name]}`);
    return [t('why.unknownRule', { rule: one.rule }), ...figures].join(' · ');
  };
  return { step, workType: (name: string) => named('workTypes', name) };
}
