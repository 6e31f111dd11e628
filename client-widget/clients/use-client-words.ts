import { useTranslation } from 'i18next-vue';
import type { ClientRow } from '../../server/api/clients.js';
import { useDates } from '../ui/use-dates.js';
import { formatDuration } from '../ui/duration.js';

/** The sentences a client's row is made of. */
export function useClientWords() {
  const { t } = useTranslation();
  const dates = useDates();
  return {
    groups: (row: ClientRow) =>
      row.groups.length === 1
        ? (row.groups[0]?.name ?? '')
        : t('clients.groups', { count: row.groups.length }),
    lastReport: (row: ClientRow) =>
      row.lastReport
        ? `${t('clients.reportNumber', { number: row.lastReport.number })} · ${dates.shortDayOfMoment(row.lastReport.issuedAt)}`
        : t('clients.noReport'),
    nextPosting: (row: ClientRow) =>
      row.nextPostingAt === null ? t('clients.noSchedule') : dates.moment(row.nextPostingAt),
    /** The likely day; empty when nothing can be foretold. */
    runOut: (row: ClientRow) => {
      if (row.runOut === null) return '';
      if (row.balance.unspentSeconds <= 0) return t('clients.runOut.now');
      return row.runOut.on50 === null ? t('clients.runOut.years') : dates.shortDay(row.runOut.on50);
    },
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
