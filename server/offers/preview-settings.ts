import type { CrmPreview, CrmSettings } from '../api/index.js';
import { dayOf } from '../base/days.js';
import type { Ground } from '../base/ground.js';
import { defaultTerms } from '../base/terms.js';
import { type ClientRecord, readClientsByCompany, readTermsToday } from '../clients/index.js';
import { readPortal } from '../portal/installs/index.js';
import type { CrmAsker } from './ask/ask-crm.js';
import { readLastBought, withRows } from './ask/read-items.js';
import { firstDay } from './crm-settings-store.js';
import type { CrmItem } from './rules/crm-item.js';
import { boughtOnOf, leftOutBy, propose } from './rules/propose.js';
import { lastDayOf, validFromOf } from './rules/validity.js';

type PreviewItem = CrmPreview['items'][number];

/** What the last won deals and paid invoices, of whatever company, would give under these settings. Keeps nothing. */
export async function previewSettings(
  ground: Ground,
  asker: CrmAsker,
  settings: CrmSettings,
): Promise<PreviewItem[]> {
  const { portalId } = asker;
  const last = await readLastBought(asker, settings);
  const items = await withRows(asker, last, settings.hours);
  const clients = await readClientsByCompany(ground.db, portalId);
  const since = await firstDay(ground.db, portalId, settings);
  const zone = (await readPortal(ground.db, portalId))?.time_zone ?? 'UTC';
  const shown: PreviewItem[] = [];
  for (const item of items) {
    const client = clients.get(item.companyId);
    shown.push(await previewItem(ground, settings, { item, client, since, zone: client?.time_zone ?? zone }));
  }
  return shown.sort(newestFirst);
}

async function previewItem(
  ground: Ground,
  settings: CrmSettings,
  of: { item: CrmItem; client: ClientRecord | undefined; since: string; zone: string },
): Promise<PreviewItem> {
  const { item, client, since, zone } = of;
  const now = ground.clock.now();
  const today = dayOf(now, zone);
  const terms = client ? await readTermsToday(ground.db, client, now) : defaultTerms;
  const boughtOn = boughtOnOf(item, zone, today);
  const proposal = propose(item, settings, boughtOn);
  const validFrom = validFromOf({ boughtOn, source: item.source }, settings.validFrom, today);
  return {
    source: item.source,
    externalId: String(item.id),
    itemTitle: item.title,
    clientName: client?.name ?? null,
    title: proposal.title,
    sizeSeconds: proposal.sizeSeconds,
    priceMinor: proposal.priceMinor,
    currency: proposal.currency,
    validFrom,
    expiresOn: lastDayOf(validFrom, terms.packages.validMonths),
    reckoned: proposal.reckoned,
    leftOut: leftOutBy(item, settings, boughtOn, since) ?? (client ? null : 'no-client'),
  };
}

function newestFirst(one: PreviewItem, other: PreviewItem): number {
  if (one.validFrom !== other.validFrom) return one.validFrom < other.validFrom ? 1 : -1;
  return Number(other.externalId) - Number(one.externalId);
}
