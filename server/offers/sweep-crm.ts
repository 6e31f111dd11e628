import type { Ground } from '../base/ground.js';
import { readClientsByCompany } from '../clients/index.js';
import { holdInstalled } from '../portal/installs/index.js';
import type { PortalRest } from '../portal/rest/index.js';
import { CrmRefused } from './ask/ask-crm.js';
import { type CrmSource, ENTITY_TYPES } from './ask/parse-item.js';
import { type Listing, listingsOf, readItems, withRows } from './ask/read-items.js';
import { firstDay, readCrmRules, readSweptAt, writeSweptAt } from './crm-settings-store.js';
import { readOpenIds } from './offers-store.js';
import type { CrmItem } from './rules/crm-item.js';
import type { CrmRules } from './rules/crm-settings.js';
import { isBought } from './rules/propose.js';
import { type Look, takeGone, takeItems } from './take-items.js';

const MINUTE = 60_000;
/** Clocks differ, and what was saved just then may not have been listed yet: the last minutes are looked at twice. */
const OVERLAP_MS = 10 * MINUTE;
/** A first look goes back so far at most. */
const FIRST_LOOK_MS = 400 * 24 * 60 * MINUTE;

/**
 * What events missed: deals and invoices of linked companies that changed since the last look, and those whose offers
 * are open. Costs nothing while no client is linked to a company, else one request, and one more where hours stand in
 * product rows of what is won. A portal that refuses CRM is not asked again before the next sweep.
 */
export async function sweepCrm(ground: Ground, rest: PortalRest, portalId: string): Promise<void> {
  const look = await prepareLook(ground, portalId);
  if (!look) return;
  const askedAt = ground.clock.now();
  const known = await readKnownIds(ground, portalId);
  const listings = await listingsFor(ground, look, known);
  const found = await unlessRefused(ground, portalId, () =>
    readWhole({ rest, portalId }, listings, look.rules),
  );
  if (!found) return;
  await ground.db.transaction().execute(async (tx) => {
    await holdInstalled(tx, portalId);
    await takeItems(tx, ground, look, found);
    await takeGone(tx, ground, goneOf(portalId, known, found));
    await writeSweptAt(tx, portalId, askedAt - OVERLAP_MS);
  });
}

/** Items that an event named are read again together: one request, and one more for product rows. */
export async function lookAtItems(
  ground: Ground,
  rest: PortalRest,
  portalId: string,
  named: Readonly<Record<CrmSource, readonly number[]>>,
): Promise<(tx: Parameters<typeof takeItems>[0]) => Promise<void>> {
  const look = await prepareLook(ground, portalId);
  const listings = look
    ? sources.flatMap((source) => listingsOf(source, { companyIds: [], ids: named[source] }))
    : [];
  if (!look || listings.length === 0) return async () => undefined;
  const found = await unlessRefused(ground, portalId, () =>
    readWhole({ rest, portalId }, listings, look.rules),
  );
  if (!found) return async () => undefined;
  return async (tx) => {
    await takeItems(tx, ground, look, found);
    await takeGone(tx, ground, goneOf(portalId, named, found));
  };
}

const sources = Object.keys(ENTITY_TYPES) as CrmSource[];

/** Null: no client is linked to a company, so CRM is none of our business. */
async function prepareLook(ground: Ground, portalId: string): Promise<Look | null> {
  if ((await readClientsByCompany(ground.db, portalId)).size === 0) return null;
  const rules = await readCrmRules(ground.db, portalId);
  if (!rules.deals && !rules.invoices) return null;
  return { portalId, rules, since: await firstDay(ground.db, portalId, rules) };
}

async function readKnownIds(ground: Ground, portalId: string): Promise<Record<CrmSource, number[]>> {
  return {
    'crm-deal': await readOpenIds(ground.db, portalId, 'crm-deal'),
    'smart-invoice': await readOpenIds(ground.db, portalId, 'smart-invoice'),
  };
}

async function listingsFor(
  ground: Ground,
  look: Look,
  known: Readonly<Record<CrmSource, readonly number[]>>,
): Promise<Listing[]> {
  const companyIds = [...(await readClientsByCompany(ground.db, look.portalId)).keys()].sort((a, b) => a - b);
  const first = Math.max(Date.parse(look.since), ground.clock.now() - FIRST_LOOK_MS);
  const changedSince = (await readSweptAt(ground.db, look.portalId)) ?? first;
  return sources.flatMap((source) => [
    ...(isWanted(source, look.rules) ? listingsOf(source, { companyIds, changedSince }) : []),
    ...listingsOf(source, { companyIds: [], ids: known[source] }),
  ]);
}

function isWanted(source: CrmSource, rules: CrmRules): boolean {
  return source === 'crm-deal' ? rules.deals : rules.invoices;
}

async function readWhole(
  at: { rest: PortalRest; portalId: string },
  listings: readonly Listing[],
  rules: CrmRules,
): Promise<CrmItem[]> {
  const asker = { ...at, urgency: 'background' as const };
  const items = await readItems(asker, listings, rules.hours);
  const bought = items.filter((item) => isBought(item, rules));
  const whole = await withRows(asker, bought, rules.hours);
  return [...items.filter((item) => !bought.includes(item)), ...whole];
}

function goneOf(
  portalId: string,
  known: Readonly<Record<CrmSource, readonly number[]>>,
  found: readonly CrmItem[],
): { portalId: string; source: CrmSource; externalId: string }[] {
  const there = new Set(found.map((item) => `${item.source}:${item.id}`));
  return sources.flatMap((source) =>
    known[source]
      .filter((id) => !there.has(`${source}:${id}`))
      .map((id) => ({ portalId, source, externalId: String(id) })),
  );
}

/** Null where the portal refused: everything else goes on, and the settings say what to do. */
async function unlessRefused<T>(ground: Ground, portalId: string, read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof CrmRefused)) throw error;
    ground.log.info({ portalId, code: error.restCode }, 'the portal has not let the app into CRM');
    return null;
  }
}
