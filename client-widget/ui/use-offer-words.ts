import { useTranslation } from 'i18next-vue';
import type { OfferView, Reckoned } from '../../server/api/offers.js';
import { formatDuration } from './duration.js';
import { formatMoney } from './money.js';

/** How a package on offer speaks of itself. */
export function useOfferWords() {
  const { t, i18next } = useTranslation();
  const number = (value: number) => value.toLocaleString(i18next.language, { maximumFractionDigits: 2 });
  const money = (minor: number, currency: string) => formatMoney(minor, currency, i18next.language);

  function reckoned(by: Reckoned): string {
    switch (by.by) {
      case 'field':
        return t('offers.reckoned.field', { value: by.value });
      case 'products':
        return t('offers.reckoned.products', {
          rows: by.rows
            .map((row) => t('offers.reckoned.row', { name: row.name, hours: number(row.hours) }))
            .join(', '),
        });
      case 'price':
        return t('offers.reckoned.price', {
          amount: money(by.amountMinor, by.currency),
          price: money(by.priceMinor, by.currency),
        });
      case 'last-package':
        return t('offers.reckoned.lastPackage', { percent: by.usedPercent });
      case 'estimate':
        return t('offers.reckoned.estimate', {
          work: formatDuration(by.workSeconds),
          balance: formatDuration(by.balanceSeconds),
        });
      case 'nothing':
        return t(`offers.reckoned.nothing.${by.what}`);
    }
  }

  const size = (seconds: number | null) =>
    seconds === null ? t('offers.noHours') : t('offers.hours', { time: formatDuration(seconds) });
  const price = (offer: { priceMinor: number | null; currency: string | null }) =>
    offer.priceMinor === null || offer.currency === null ? null : money(offer.priceMinor, offer.currency);
  const title = (offer: { title: string; sizeSeconds: number | null }) =>
    offer.title !== ''
      ? offer.title
      : offer.sizeSeconds === null
        ? t('offers.untitled')
        : t('sell.nameDefault', { hours: number(offer.sizeSeconds / 3600) });
  /** What the item says now, beside what was decided. */
  function later(offer: OfferView): string | null {
    if (offer.later === null) return null;
    if (!offer.later.won) return t(`offers.later.lost.${offer.source}`);
    // Hours that neither says are no difference.
    const withHours = offer.sizeSeconds !== null || offer.later.sizeSeconds !== null;
    const figures = (one: {
      sizeSeconds: number | null;
      priceMinor: number | null;
      currency: string | null;
    }) => [withHours ? size(one.sizeSeconds) : null, price(one)].filter(Boolean).join(', ');
    return t('offers.later.changed', { before: figures(offer), now: figures(offer.later) });
  }
  return { reckoned, size, price, title, later };
}
