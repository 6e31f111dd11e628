import { useTranslation } from 'i18next-vue';
import { computed, type ComputedRef } from 'vue';
import type { OfferView } from '../../server/api/offers.js';
import { amountOf } from '../ui/money.js';
import { hoursColumn, momentColumn, numberColumn, textColumn, type Column } from '../ui/table/column.js';
import { useOfferWords } from '../ui/use-offer-words.js';

/** What decided offers can be sorted by, and what a file of them says. */
export function useOfferColumns(outcome: (offer: OfferView) => string): ComputedRef<Column<OfferView>[]> {
  const { t } = useTranslation();
  const words = useOfferWords();
  return computed(() => [
    momentColumn('decided', t('offers.columns.decided'), (offer) => offer.decidedAt),
    textColumn('package', t('crm.columns.package'), (offer) => words.title(offer)),
    textColumn('outcome', t('offers.columns.outcome'), outcome),
    textColumn('reason', t('offers.columns.reason'), (offer) => offer.reason),
    textColumn('source', t('crm.columns.source'), (offer) => t(`offers.from.${offer.source}`)),
    textColumn('number', t('crm.columns.number'), (offer) => offer.externalId, { unsorted: true }),
    hoursColumn('size', t('packages.columns.size'), (offer) => offer.sizeSeconds),
    numberColumn('price', t('packages.columns.price'), amountOf),
    textColumn('currency', t('packages.columns.currency'), (offer) => offer.currency, { unsorted: true }),
  ]);
}
