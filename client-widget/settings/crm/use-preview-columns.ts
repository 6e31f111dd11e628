import { useTranslation } from 'i18next-vue';
import { computed, type ComputedRef } from 'vue';
import type { CrmPreview } from '../../../server/api/offers.js';
import { amountOf } from '../../ui/money.js';
import { dayColumn, hoursColumn, numberColumn, textColumn, type Column } from '../../ui/table/column.js';
import { useOfferWords } from '../../ui/use-offer-words.js';

/** What the preview of CRM packages can be sorted by, and what a file of it says. */
export function usePreviewColumns(): ComputedRef<Column<CrmPreview['items'][number]>[]> {
  const { t } = useTranslation();
  const words = useOfferWords();
  return computed(() => [
    textColumn('item', t('crm.columns.item'), (item) => item.itemTitle),
    textColumn('number', t('crm.columns.number'), (item) => item.externalId),
    textColumn('source', t('crm.columns.source'), (item) => t(`offers.from.${item.source}`)),
    textColumn('client', t('crm.columns.client'), (item) => item.clientName),
    textColumn('package', t('crm.columns.package'), (item) => words.title(item)),
    hoursColumn('size', t('packages.columns.size'), (item) => item.sizeSeconds),
    numberColumn('price', t('packages.columns.price'), amountOf),
    textColumn('currency', t('packages.columns.currency'), (item) => item.currency, { unsorted: true }),
    dayColumn('validFrom', t('packages.columns.validFrom'), (item) => item.validFrom),
    dayColumn('expiresOn', t('packages.columns.expiresOn'), (item) => item.expiresOn, { mostFirst: false }),
    textColumn('reckoned', t('crm.columns.reckoned'), (item) => words.reckoned(item.reckoned), {
      unsorted: true,
    }),
    textColumn('leftOut', t('crm.columns.leftOut'), (item) =>
      item.leftOut === null ? null : t(`crm.leftOut.${item.leftOut}`),
    ),
  ]);
}
