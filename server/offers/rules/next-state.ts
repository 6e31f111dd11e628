import type { Proposal } from './propose.js';

type OfferState = 'open' | 'withdrawn' | 'accepted' | 'dismissed';

/** What an item says after the decision, where that differs from what was decided. */
export interface Later {
  won: boolean;
  sizeSeconds: number | null;
  priceMinor: number | null;
  currency: string | null;
  /** A manager knows. */
  seen: boolean;
}

export interface KnownOffer extends Proposal {
  state: OfferState;
  later: Later | null;
}

/** What to write. `later` is the whole new value. */
export type Step =
  | { do: 'nothing' }
  | { do: 'insert'; proposal: Proposal }
  | { do: 'change'; proposal: Proposal }
  | { do: 'withdraw' }
  | { do: 'note'; later: Later | null };

/**
 * What one look at an item does to its offer; `seen` null = it is not won (or paid) now, or gone. While open, the offer
 * follows the item; once decided, it never changes again and only notes what the item says now.
 */
export function nextState(known: KnownOffer | null, seen: Proposal | null): Step {
  if (known === null) return seen === null ? { do: 'nothing' } : { do: 'insert', proposal: seen };
  if (known.state === 'accepted' || known.state === 'dismissed') return noteLater(known, seen);
  if (seen === null) return known.state === 'open' ? { do: 'withdraw' } : { do: 'nothing' };
  const isSame = known.state === 'open' && sameProposal(known, seen);
  return isSame ? { do: 'nothing' } : { do: 'change', proposal: seen };
}

function noteLater(known: KnownOffer, seen: Proposal | null): Step {
  const now = laterOf(known, seen);
  if (now === null) return known.later === null ? { do: 'nothing' } : { do: 'note', later: null };
  return sameLater(known.later, now) ? { do: 'nothing' } : { do: 'note', later: now };
}

/** A deal that was dismissed and then lost is no news. */
function laterOf(known: KnownOffer, seen: Proposal | null): Later | null {
  if (seen === null) {
    const { sizeSeconds, priceMinor, currency } = known;
    return known.state === 'dismissed'
      ? null
      : { won: false, sizeSeconds, priceMinor, currency, seen: false };
  }
  const { sizeSeconds, priceMinor, currency } = seen;
  const isAsDecided =
    sizeSeconds === known.sizeSeconds && priceMinor === known.priceMinor && currency === known.currency;
  return isAsDecided ? null : { won: true, sizeSeconds, priceMinor, currency, seen: false };
}

function sameLater(one: Later | null, other: Later): boolean {
  return (
    one !== null &&
    one.won === other.won &&
    one.sizeSeconds === other.sizeSeconds &&
    one.priceMinor === other.priceMinor &&
    one.currency === other.currency
  );
}

function sameProposal(one: Proposal, other: Proposal): boolean {
  return (
    one.title === other.title &&
    one.sizeSeconds === other.sizeSeconds &&
    one.priceMinor === other.priceMinor &&
    one.currency === other.currency &&
    one.boughtOn === other.boughtOn &&
    JSON.stringify(one.reckoned) === JSON.stringify(other.reckoned)
  );
}
