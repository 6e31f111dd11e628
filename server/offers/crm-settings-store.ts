import { crmSettingsSchema } from '../api/index.js';
import { type Day, dayOf } from '../base/days.js';
import type { DbOrTx, Tx } from '../base/db/index.js';
import { readPortal, readSetting, writeSetting } from '../portal/installs/index.js';
import { type CrmRules, defaultCrmRules } from './rules/crm-settings.js';

const SETTINGS = 'crm';
const SWEPT = 'crm-swept-at';

/** How the portal's CRM is read; the default until somebody says otherwise. */
export async function readCrmRules(db: DbOrTx, portalId: string): Promise<CrmRules> {
  const stored = await readSetting(db, portalId, SETTINGS);
  if (stored === null) return defaultCrmRules;
  const parsed = crmSettingsSchema.safeParse(JSON.parse(stored));
  return parsed.success ? parsed.data : defaultCrmRules;
}

export async function writeCrmRules(tx: Tx, portalId: string, rules: CrmRules): Promise<void> {
  await writeSetting(tx, portalId, SETTINGS, JSON.stringify(rules));
}

/** The first day of closing or payment that counts. */
export async function firstDay(db: DbOrTx, portalId: string, rules: CrmRules): Promise<Day> {
  if (rules.since !== null) return rules.since;
  const portal = await readPortal(db, portalId);
  return portal ? dayOf(portal.created_at, portal.time_zone) : '9999-12-31';
}

/** Up to when (epoch ms) changes in CRM were looked at; null = everything is to be looked at. */
export async function readSweptAt(db: DbOrTx, portalId: string): Promise<number | null> {
  const value = Number(await readSetting(db, portalId, SWEPT));
  return value > 0 ? value : null;
}

/** 0 makes the next sweep look at everything again: a company was linked, or the rules changed. */
export async function writeSweptAt(db: DbOrTx, portalId: string, at: number): Promise<void> {
  await writeSetting(db, portalId, SWEPT, String(at));
}
