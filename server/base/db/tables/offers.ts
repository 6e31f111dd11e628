/** A package that somebody may sell: proposed by CRM or by the rules, decided by a manager (or by the setting). */
export interface OffersTable {
  portal_id: string;
  source: 'crm-deal' | 'smart-invoice' | 'next-package' | 'estimate';
  /** Of the deal or invoice; of a next package `CLIENT.PACKAGE`, the one it follows; `TASK.ESTIMATE`. */
  external_id: string;
  client_id: number;
  /** The deal itself, or the one an invoice belongs to. */
  deal_id: number | null;
  /** `withdrawn`: its reason went away before anybody decided; it may come back. */
  state: 'open' | 'withdrawn' | 'accepted' | 'dismissed';
  /** Goes up with every change of what is proposed: a decision names the one that was seen. */
  revision: number;
  /** Empty: a name made from the hours. */
  title: string;
  /** Null: the item does not say how many hours; a person must. */
  size_seconds: number | null;
  price_minor: number | null;
  currency: string | null;
  bought_on: string;
  /** JSON: how the hours were reckoned. */
  reckoned: string;
  /** Day an invoice of the deal was found paid. */
  paid_on: string | null;
  /** JSON: what the item says now, where that is no longer what was decided, and whether a manager knows. */
  later: string | null;
  package_id: number | null;
  /** 0 = the app itself. */
  decided_by: number | null;
  decided_at: number | null;
  reason: string | null;
  action_id: string | null;
  created_at: number;
  updated_at: number;
}

/** Names of CRM companies that clients are linked to. */
export interface CompaniesTable {
  portal_id: string;
  company_id: number;
  name: string;
  asked_at: number;
}
