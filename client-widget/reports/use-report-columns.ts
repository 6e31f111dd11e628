import { useTranslation } from 'i18next-vue';
import { computed, type ComputedRef } from 'vue';
import type { ReportRow } from '../../server/api/reports.js';
import { hoursColumn, momentColumn, textColumn, type Column } from '../ui/table/column.js';
import { useDates } from '../ui/use-dates.js';

/** The words of a report's row, and the columns a list of reports has. */
export function useReportColumns(zone: () => string) {
  const { t } = useTranslation();
  const dates = useDates();
  const words = {
    title: (row: ReportRow) =>
      row.number === null ? t('reports.draft') : t('reports.number', { number: row.number }),
    cut: (row: ReportRow) =>
      row.cut.at === 'day'
        ? t('reports.untilDay', { day: dates.day(row.cut.day) })
        : t('reports.untilPackage'),
    cause: (row: ReportRow) => t(`reports.causes.${row.cause}`),
    /** A number that is taken and dismissed: the report was opened again. */
    state: (row: ReportRow) =>
      t(
        row.state === 'dismissed' && row.number !== null
          ? 'reports.reopenedState'
          : `reports.states.${row.state}`,
      ),
    when: (row: ReportRow) =>
      row.state === 'planned'
        ? t('reports.dueAt', { moment: dates.moment(row.dueAt, zone()) })
        : dates.moment(row.createdAt, zone()),
  };
  const columns: ComputedRef<Column<ReportRow>[]> = computed(() => {
    const title = (name: string) => t(`reports.columns.${name}`);
    return [
      textColumn('report', title('report'), words.title, {
        mostFirst: true,
        order: (row) => row.number ?? Number.MAX_SAFE_INTEGER,
      }),
      textColumn('cut', title('cut'), words.cut, { unsorted: true }),
      textColumn('cause', title('cause'), words.cause),
      momentColumn('when', title('when'), (row) => (row.state === 'planned' ? row.dueAt : row.createdAt)),
      hoursColumn('billed', t('reports.billed'), (row) => row.billedSeconds),
      hoursColumn('closing', t('reports.closing'), (row) => row.closingSeconds),
      textColumn('state', title('state'), words.state),
    ];
  });
  return { words, columns };
}
