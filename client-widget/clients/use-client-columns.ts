import { useTranslation } from 'i18next-vue';
import { computed, type ComputedRef } from 'vue';
import type { ClientRow } from '../../server/api/clients.js';
import { hoursColumn, momentColumn, numberColumn, textColumn, type Column } from '../ui/table/column.js';
import { runOutOrder } from './client-order.js';
import { useClientWords } from './use-client-words.js';

/** What the list of clients can be sorted by, and what a file of it says. */
export function useClientColumns(): ComputedRef<Column<ClientRow>[]> {
  const { t } = useTranslation();
  const words = useClientWords();
  return computed(() => {
    const title = (name: string) => t(`clients.columns.${name}`);
    return [
      textColumn('name', title('name'), (row) => row.name),
      hoursColumn('balance', title('balance'), (row) => row.balance.balanceSeconds, { mostFirst: false }),
      hoursColumn('size', title('size'), (row) => row.usableSizeSeconds),
      hoursColumn('overage', title('overage'), (row) => row.balance.overageSeconds),
      hoursColumn('burn', title('burn'), (row) => row.weeklyBurnSeconds.reduce((sum, week) => sum + week, 0)),
      textColumn('runOut', title('runOut'), words.runOut, { order: runOutOrder }),
      numberColumn('alerts', title('alerts'), (row) => row.alerts?.count ?? 0),
      textColumn('lastReport', title('lastReport'), words.lastReport, {
        mostFirst: true,
        order: (row) => row.lastReport?.issuedAt ?? null,
      }),
      momentColumn('nextPosting', title('nextPosting'), (row) => row.nextPostingAt, { mostFirst: false }),
    ];
  });
}
