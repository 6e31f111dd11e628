import { offerLaterSchema, reckonedSchema } from '../api/index.js';
import type { OfferRow } from './offers-store.js';
import type { KnownOffer, Later } from './rules/next-state.js';
import type { Reckoned } from './rules/reckon-hours.js';

/** A stored offer as the rules know it. */
export function knownOffer(row: OfferRow): KnownOffer {
  return {
    state: row.state,
    title: row.title,
    sizeSeconds: row.size_seconds,
    priceMinor: row.price_minor,
    currency: row.currency,
    boughtOn: row.bought_on,
    reckoned: reckonedOf(row),
    later: laterOf(row),
  };
}

export function reckonedOf(row: OfferRow): Reckoned {
  return reckonedSchema.parse(JSON.parse(row.reckoned));
}

export function laterOf(row: OfferRow): Later | null {
  if (row.later === null) return null;
  const stored = JSON.parse(row.later) as { seen?: unknown };
  return { ...offerLaterSchema.parse(stored), seen: stored.seen === true };
}
