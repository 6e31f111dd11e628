import { type Day, dayOf } from '../../base/days.js';
import type { CrmItem } from './crm-item.js';
import type { CrmRules } from './crm-settings.js';
import { type Reckoned, reckonHours } from './reckon-hours.js';

/** What an item proposes. */
export interface Proposal {
  title: string;
  sizeSeconds: number | null;
  priceMinor: number | null;
  currency: string | null;
  boughtOn: Day;
  reckoned: Reckoned;
}

const TITLE_LENGTH = 200;
/** The stage of success of a smart invoice's pipeline. */
const SUCCESS_STAGE = /:P$/;

export type LeftOut = 'source-off' | 'pipeline' | 'too-early';

/** A won deal, or an invoice in a stage that means "paid". */
export function isBought(item: CrmItem, rules: Pick<CrmRules, 'paidStages'>): boolean {
  if (item.source === 'crm-deal') return item.semantics === 'S';
  if (rules.paidStages.length > 0) return rules.paidStages.includes(item.stageId);
  return SUCCESS_STAGE.test(item.stageId);
}

/** Why a bought item proposes nothing all the same; null = it does. `since`: earlier days are left alone. */
export function leftOutBy(item: CrmItem, rules: CrmRules, boughtOn: Day, since: Day): LeftOut | null {
  const isDeal = item.source === 'crm-deal';
  if (!(isDeal ? rules.deals : rules.invoices)) return 'source-off';
  if (isDeal && rules.pipelines.length > 0 && !rules.pipelines.includes(item.pipelineId)) return 'pipeline';
  return boughtOn < since ? 'too-early' : null;
}

/** Deals are closed on a day; invoices are paid when they came to their stage. Days are the client's. */
export function boughtOnOf(item: CrmItem, zone: string, today: Day): Day {
  const moved = item.movedAt === null ? null : dayOf(item.movedAt, zone);
  const told = item.source === 'crm-deal' ? (item.closedOn ?? moved) : (moved ?? item.closedOn);
  // A closing day may be set by hand, also ahead: nothing is bought after today.
  return told === null || told > today ? today : told;
}

export function propose(item: CrmItem, rules: CrmRules, boughtOn: Day): Proposal {
  const { sizeSeconds, reckoned } = reckonHours(item, rules.hours);
  const isPriced = item.amountMinor !== null && item.currency !== null;
  return {
    title: rules.title === 'item' ? item.title.trim().slice(0, TITLE_LENGTH) : '',
    sizeSeconds,
    priceMinor: isPriced ? item.amountMinor : null,
    currency: isPriced ? item.currency : null,
    boughtOn,
    reckoned,
  };
}
