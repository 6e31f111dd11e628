import { useTranslation } from 'i18next-vue';
import { computed, type ComputedRef } from 'vue';
import type { PackageView } from '../../server/api/clients.js';
import { amountOf } from '../ui/money.js';
import {
  dayColumn,
  hoursColumn,
  momentColumn,
  numberColumn,
  textColumn,
  type Column,
} from '../ui/table/column.js';
import { usePackageName } from './package-name.js';

/** What packages can be sorted by, and what a file of them says. */
export function usePackageColumns(): ComputedRef<Column<PackageView>[]> {
  const { t } = useTranslation();
  const nameOf = usePackageName();
  return computed(() => {
    const title = (name: string) => t(`packages.columns.${name}`);
    return [
      momentColumn('bought', title('bought'), (item) => item.boughtAt),
      textColumn('name', title('name'), nameOf),
      textColumn('state', title('state'), (item) => t(`packages.states.${item.state}`)),
      textColumn('source', title('source'), (item) => t(`packages.sources.${item.source}`)),
      dayColumn('validFrom', title('validFrom'), (item) => item.validFrom),
      dayColumn('expiresOn', title('expiresOn'), (item) => item.expiresOn, { mostFirst: false }),
      hoursColumn('size', title('size'), (item) => item.sizeSeconds),
      hoursColumn('spent', t('balance.spent'), (item) => item.spentSeconds),
      hoursColumn('left', t('balance.left'), (item) => item.leftSeconds),
      hoursColumn('forfeited', title('forfeited'), (item) => item.forfeitedSeconds),
      numberColumn('price', title('price'), amountOf),
      textColumn('currency', title('currency'), (item) => item.currency, { unsorted: true }),
    ];
  });
}
