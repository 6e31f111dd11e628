import type { CrmItem } from '../rules/crm-item.js';
import type { CrmRules, HoursFrom } from '../rules/crm-settings.js';
import { isBought } from '../rules/propose.js';
import { askCrm, type CrmAsker } from './ask-crm.js';
import { type CrmSource, ENTITY_TYPES, parseItems, parseRows } from './parse-item.js';

const PAGE = 50;
const MOST_COMMANDS = 50;
/** Ids in one filter: a command travels as text. */
const IDS_A_COMMAND = 100;
const MOST_ROUNDS = 40;
const sharedFields = [
  ...[
    'id',
    'title',
    'companyId',
    'categoryId',
    'stageId',
    'opportunity',
    'currencyId',
    'closedate',
    'movedTime',
  ],
];
/** Each source is asked for fields that it has: api-reference/crm/universal/object-fields. */
const standardFields: Record<CrmSource, readonly string[]> = {
  'crm-deal': [...sharedFields, 'stageSemanticId'],
  'smart-invoice': [...sharedFields, 'parentId2'],
};

export interface Listing {
  source: CrmSource;
  filter: Record<string, unknown>;
}

/** Items of one source by their ids, or changed since a moment, of these companies. */
export function listingsOf(
  source: CrmSource,
  of: { companyIds: readonly number[]; changedSince?: number; ids?: readonly number[] },
): Listing[] {
  const since =
    of.changedSince === undefined ? {} : { '>=updatedTime': new Date(of.changedSince).toISOString() };
  if (of.ids) return slices(of.ids).map((ids) => ({ source, filter: { '@id': ids } }));
  return slices(of.companyIds).map((companyIds) => ({
    source,
    filter: { '@companyId': companyIds, ...since },
  }));
}

/**
 * Everything the listings hold, ordered by id page after page, so that a change between two pages moves nothing past
 * the reader; no totals are counted (`start` −1). Usually one request.
 */
export async function readItems(
  asker: CrmAsker,
  listings: readonly Listing[],
  hours: HoursFrom,
): Promise<CrmItem[]> {
  const items: CrmItem[] = [];
  let open = listings.map((listing) => ({ listing, afterId: 0 }));
  for (let round = 0; open.length > 0 && round < MOST_ROUNDS; round += 1) {
    const asked = open.slice(0, MOST_COMMANDS);
    const commands = asked.map(({ listing, afterId }) => command(listing, afterId, hours));
    const results = await askCrm(asker, keyed(commands));
    const going = asked.flatMap(({ listing }, index) => {
      const page = parseItems(listing.source, results[`c${String(index)}`]);
      items.push(...page);
      const last = page.at(-1);
      return last !== undefined && page.length >= PAGE ? [{ listing, afterId: last.id }] : [];
    });
    open = [...going, ...open.slice(MOST_COMMANDS)];
  }
  return once(items);
}

/** The product rows of those items, where the hours are to be found in them. One request per fifty items. */
export async function withRows(
  asker: CrmAsker,
  items: readonly CrmItem[],
  hours: HoursFrom,
): Promise<CrmItem[]> {
  if (hours.by !== 'products') return [...items];
  const whole: CrmItem[] = [];
  for (let at = 0; at < items.length; at += MOST_COMMANDS) {
    const part = items.slice(at, at + MOST_COMMANDS);
    const commands = part.map((item) => ({
      method: 'crm.item.productrow.list',
      params: { filter: { '=ownerType': item.source === 'crm-deal' ? 'D' : 'SI', '=ownerId': item.id } },
    }));
    const results = await askCrm(asker, keyed(commands));
    whole.push(...part.map((item, index) => ({ ...item, rows: parseRows(results[`c${String(index)}`]) })));
  }
  return whole;
}

function command(
  listing: Listing,
  afterId: number,
  hours: HoursFrom,
): { method: string; params: Record<string, unknown> } {
  const own = hours.by === 'field' ? (listing.source === 'crm-deal' ? hours.deal : hours.invoice) : null;
  return {
    method: 'crm.item.list',
    params: {
      entityTypeId: ENTITY_TYPES[listing.source],
      select: [...standardFields[listing.source], ...(own === null ? [] : [own])],
      filter: { ...listing.filter, '>id': afterId },
      order: { id: 'ASC' },
      start: -1,
    },
  };
}

function keyed<T>(commands: readonly T[]): Record<string, T> {
  return Object.fromEntries(commands.map((one, index) => [`c${String(index)}`, one]));
}

/** An item may stand in two listings: as changed, and as known. */
function once(items: readonly CrmItem[]): CrmItem[] {
  return [...new Map(items.map((item) => [`${item.source}:${item.id}`, item])).values()];
}

function slices(ids: readonly number[]): number[][] {
  const parts: number[][] = [];
  for (let at = 0; at < ids.length; at += IDS_A_COMMAND) parts.push(ids.slice(at, at + IDS_A_COMMAND));
  return parts;
}

const LAST_SHOWN = 10;

/** The last won deals and paid invoices, newest first: one request. */
export async function readLastBought(
  asker: CrmAsker,
  rules: Pick<CrmRules, 'hours' | 'paidStages'>,
): Promise<CrmItem[]> {
  const paid = rules.paidStages.length > 0 ? { '@stageId': rules.paidStages } : { '%stageId': ':P' };
  const wanted: Listing[] = [
    { source: 'crm-deal', filter: { '=stageSemanticId': 'S' } },
    { source: 'smart-invoice', filter: paid },
  ];
  const commands = wanted.map((listing) => {
    const { method, params } = command(listing, 0, rules.hours);
    return { method, params: { ...params, order: { id: 'DESC' } } };
  });
  const results = await askCrm(asker, keyed(commands));
  return wanted.flatMap(({ source }, index) =>
    parseItems(source, results[`c${String(index)}`])
      .filter((item) => isBought(item, rules))
      .slice(0, LAST_SHOWN),
  );
}
