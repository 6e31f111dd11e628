import type { Day } from '../../base/days.js';

/** Where the hours of an item stand; as `server/api/offers` has it. */
export type HoursFrom =
  | { by: 'field'; deal: string | null; invoice: string | null }
  | { by: 'products' }
  | { by: 'price'; priceMinor: number; currency: string };

export interface CrmRules {
  deals: boolean;
  pipelines: readonly number[];
  invoices: boolean;
  paidStages: readonly string[];
  since: Day | null;
  hours: HoursFrom;
  title: 'item' | 'hours';
  validFrom: 'closed' | 'accepted';
  accept: 'by-hand' | 'automatic';
}

/** What holds until an administrator says otherwise: hours are counted where CRM counts them, and a person decides. */
export const defaultCrmRules: CrmRules = {
  deals: true,
  pipelines: [],
  invoices: true,
  paidStages: [],
  since: null,
  hours: { by: 'products' },
  title: 'item',
  validFrom: 'closed',
  accept: 'by-hand',
};
