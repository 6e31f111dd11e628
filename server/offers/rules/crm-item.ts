import type { Day } from '../../base/days.js';

export interface ProductRow {
  name: string;
  quantity: number;
  /** 356 = hour (the classifier of units that the platform uses). */
  measureCode: number | null;
  measureName: string;
}

/** A deal or smart invoice as the portal told it. */
export interface CrmItem {
  source: 'crm-deal' | 'smart-invoice';
  id: number;
  title: string;
  /** 0 = of no company. */
  companyId: number;
  /** The deal itself, or the one an invoice belongs to. */
  dealId: number | null;
  pipelineId: number;
  stageId: string;
  /** P in progress, S won, F lost; the portal says so of deals only. */
  semantics: 'P' | 'S' | 'F' | null;
  amountMinor: number | null;
  currency: string | null;
  /** Of a deal the day it was closed; of an invoice the day it is to be paid by. */
  closedOn: Day | null;
  /** When it came to its stage, epoch ms. */
  movedAt: number | null;
  /** Fields that the portal's people added, by name. */
  fields: Readonly<Record<string, unknown>>;
  rows: readonly ProductRow[];
}
