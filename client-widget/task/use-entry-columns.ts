import { useTranslation } from 'i18next-vue';
import { computed, type ComputedRef } from 'vue';
import type { TaskEntry } from '../../server/api/work.js';
import { dayColumn, hoursColumn, numberColumn, textColumn, type Column } from '../ui/table/column.js';
import { useWorkWords } from '../ui/use-work-words.js';

/** What a task's entries can be sorted by, and what a file of them says. */
export function useEntryColumns(): ComputedRef<Column<TaskEntry>[]> {
  const { t } = useTranslation();
  const words = useWorkWords();
  return computed(() => [
    dayColumn('day', t('ledger.columns.day'), (entry) => entry.workDay),
    textColumn('who', t('ledger.columns.who'), (entry) => entry.person),
    textColumn('workType', t('ledger.columns.workType'), (entry) =>
      entry.workType === null ? null : words.workType(entry.workType),
    ),
    textColumn('comment', t('ledger.columns.comment'), (entry) => entry.comment, { unsorted: true }),
    hoursColumn('recorded', t('task.recorded'), (entry) => entry.recordedSeconds),
    hoursColumn('billed', t('task.billed'), (entry) => entry.billedSeconds),
    hoursColumn('courtesy', t('balance.courtesy'), (entry) => entry.courtesySeconds),
    numberColumn('report', t('ledger.columns.report'), (entry) => entry.reportNumber),
  ]);
}
