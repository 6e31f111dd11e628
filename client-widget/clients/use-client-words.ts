import { useTranslation } from 'i18next-vue';
import type { ClientRow } from '../../server/api/clients.js';
import { useDates } from '../ui/use-dates.js';
import { formatDuration } from '../ui/duration.js';
import { groupBeside } from './group-beside.js';

/** The sentences a client's row is made of. */
export function useClientWords() {
  const { t } = useTranslation();
  const dates = useDates();
  return {
    groups: (row: ClientRow) =>
      row.groups.length === 1
        ? groupBeside(row.name, row.groups[0]?.name ?? '')
        : t('clients.groups', { count: row.groups.length }),
    lastReport: (row: ClientRow) =>
      row.lastReport
        ? `${t('clients.reportNumber', { number: row.lastReport.number })} · ${dates.shortDayOfMoment(row.lastReport.issuedAt)}`
        : t('clients.noReport'),
    nextPosting: (row: ClientRow) =>
      row.nextPostingAt === null ? t('clients.noSchedule') : dates.moment(row.nextPostingAt),
    /** The likely day, or why none can be told. */
    runOut: (row: ClientRow) => {
      if (row.noRunOut === 'no-package') return t('clients.runOut.no-package');
      if (row.balance.unspentSeconds <= 0) return t('clients.runOut.now');
      if (row.runOut === null) return t(`clients.runOut.${row.noRunOut ?? 'too-early'}`);
      return row.runOut.on50 === null ? t('clients.runOut.years') : dates.shortDay(row.runOut.on50);
    },
    /** What the day is reckoned from, or what is missing for it. */
    runOutHint: (row: ClientRow) =>
      row.noRunOut === 'too-early' ? t('clients.runOut.tooEarlyHint') : t('clients.runOut.hint'),
    /** The day to warn by; empty when it is as far away as the likely one. */
    runOutAtLeast: (row: ClientRow) =>
      !row.runOut?.on90 || row.runOut.on90 === row.runOut.on50 || row.balance.unspentSeconds <= 0
        ? ''
        : t('clients.runOut.atLeast', { day: dates.shortDay(row.runOut.on90) }),
    burn: (row: ClientRow) =>
      row.weeklyBurnSeconds.some((week) => week > 0)
        ? t('clients.sparkline', {
            weeks: row.weeklyBurnSeconds.map((week) => formatDuration(week)).join(', '),
          })
        : t('clients.sparklineEmpty'),
  };
}
