import { method, pagedAnswer, type Call, type MethodAnswer, type MethodSpec } from '../rest/method.js';
import { RestError } from '../rest/rest-error.js';
import { parseDate } from '../world/dates.js';
import type { Json, Params } from '../world/json.js';
import { asInt, asList, asObject, asText, isYes, param } from '../world/json.js';
import type { CrmItem } from '../world/model.js';
import type { World } from '../world/world.js';
import { crmFieldMethods } from './crm-fields.js';
import { onlyIntranet } from './crm-rights.js';
import { printDate } from './task-view.js';

/** Companies (4), deals (2) and smart invoices (31), read only. */

function itemRow(world: World, item: CrmItem): Params {
  return {
    id: item.id,
    title: item.title,
    createdTime: printDate(world, item.createdAt),
    updatedTime: printDate(world, item.updatedAt),
    createdBy: item.createdBy,
    updatedBy: item.updatedBy,
    assignedById: item.createdBy,
    opened: 'Y',
    ...item.fields,
    entityTypeId: item.entityTypeId,
  };
}

function itemsOf(call: Call): CrmItem[] {
  onlyIntranet(call);
  const type = asInt(param(call.params, 'entityTypeId'));
  if (type === null) throw new RestError(400, '100', 'Could not find value for parameter {entityTypeId}');
  if (type === 5) throw new RestError(400, 'ENTITY_TYPE_NOT_SUPPORTED', 'Entity type is not supported');
  if (![2, 4, 31].includes(type)) throw new RestError(400, 'NOT_FOUND', 'Смарт-процесс не найден');
  return call.world.data.crm.filter((item) => item.entityTypeId === type);
}

/** Dates are compared as moments, everything else that is ordered as numbers. */
function orderOf(world: World, text: string): number {
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? parseDate(text, world.settings.utcOffsetMinutes) : null;
  return at ?? Number(text);
}

function compare(world: World, have: Json | undefined, operator: string, wanted: Json): boolean {
  const values = asList(wanted).map(asText);
  const own = asText(have ?? null);
  const order = (text: string): number => orderOf(world, text);
  if (operator.includes('%')) {
    const found = own.toLowerCase().includes((values[0] ?? '').replace(/%/g, '').toLowerCase());
    return found !== operator.startsWith('!');
  }
  if (operator === '>') return order(own) > order(values[0] ?? '');
  if (operator === '>=') return order(own) >= order(values[0] ?? '');
  if (operator === '<') return order(own) < order(values[0] ?? '');
  if (operator === '<=') return order(own) <= order(values[0] ?? '');
  return values.includes(own) !== operator.startsWith('!');
}

function matching(call: Call, rows: Params[]): Params[] {
  const filter = Object.entries(asObject(param(call.params, 'filter')));
  return rows.filter((row) =>
    filter.every(([key, value]) => {
      const [, operator = '', name = ''] = /^([!@=%<>]*)(.*)$/.exec(key) ?? [];
      if (!(name in row) && !/^(uf|parentId|companyId|contactId)/.test(name))
        throw new RestError(
          400,
          'INVALID_ARG_VALUE',
          `Invalid filter: field '${name}' is not allowed in filter`,
        );
      return compare(call.world, row[name], operator, value);
    }),
  );
}

function ordered(call: Call, rows: Params[]): Params[] {
  const [name, direction] = Object.entries(asObject(param(call.params, 'order')))[0] ?? ['id', 'ASC'];
  const sign = asText(direction ?? 'ASC').toUpperCase() === 'DESC' ? -1 : 1;
  const value = (row: Params): number => orderOf(call.world, asText(row[name] ?? null)) || 0;
  const id = (row: Params): number => asInt(row['id'] ?? null) ?? 0;
  return [...rows].sort((one, other) => sign * (value(one) - value(other)) || id(one) - id(other));
}

/** `useOriginalUfNames=Y`: UF_CRM_HOURS instead of ufCrm_HOURS. */
function named(call: Call, row: Params): Params {
  if (!isYes(param(call.params, 'useOriginalUfNames'))) return row;
  const original = (name: string): string =>
    /^ufCrm/.test(name) ? name.replace(/^ufCrm_?/, 'UF_CRM_').toUpperCase() : name;
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [original(name), value]));
}

function list(call: Call): MethodAnswer {
  const select = asList(param(call.params, 'select')).map(asText);
  const rows = ordered(
    call,
    matching(
      call,
      itemsOf(call).map((item) => itemRow(call.world, item)),
    ),
  );
  const pick = (row: Params): Params =>
    select.length === 0 || select.includes('*')
      ? row
      : Object.fromEntries(Object.entries(row).filter(([name]) => name === 'id' || select.includes(name)));
  return pagedAnswer(rows, call.start, (cut) => ({ items: cut.map((row) => named(call, pick(row))) }));
}

function get(call: Call): MethodAnswer {
  const id = asInt(param(call.params, 'id'));
  const item = itemsOf(call).find((row) => row.id === id);
  if (item === undefined) throw new RestError(400, 'NOT_FOUND', 'Элемент не найден');
  return { result: { item: named(call, itemRow(call.world, item)) } };
}

const ownerTypes: Record<string, number> = { D: 2, SI: 31 };

/** Both keys must be there; api-reference/crm/universal/product-rows/crm-item-productrow-list. */
function productRows(call: Call): MethodAnswer {
  onlyIntranet(call);
  const filter = asObject(param(call.params, 'filter'));
  const ownerType = asText(filter['=ownerType'] ?? null);
  const ownerIds = asList(filter['=ownerId'] ?? null).map(asText);
  if (ownerType === '' || ownerIds.length === 0)
    throw new RestError(400, '100', 'Could not find value for parameter {filter}');
  const owners = call.world.data.crm.filter(
    (item) => item.entityTypeId === ownerTypes[ownerType] && ownerIds.includes(String(item.id)),
  );
  const rows = owners.flatMap((item) =>
    item.productRows.map((row, index) => rowOf(item, ownerType, row, index)),
  );
  return pagedAnswer(rows, call.start, (cut) => ({ productRows: cut }));
}

function rowOf(item: CrmItem, ownerType: string, row: CrmItem['productRows'][number], index: number): Params {
  return {
    id: row.id,
    ownerId: item.id,
    ownerType,
    productId: 0,
    productName: row.productName,
    price: row.price,
    priceAccount: row.price,
    priceExclusive: row.price,
    priceNetto: row.price,
    priceBrutto: row.price,
    quantity: row.quantity,
    discountTypeId: 2,
    discountRate: 0,
    discountSum: 0,
    taxRate: null,
    taxIncluded: 'Y',
    customized: 'Y',
    measureCode: row.measureCode,
    measureName: row.measureName,
    sort: (index + 1) * 10,
    xmlId: '',
    type: 4,
    storeId: 0,
  };
}

export const crmMethods: MethodSpec[] = [
  method('crm.item.list', 'crm', list),
  method('crm.item.get', 'crm', get),
  method('crm.item.productrow.list', 'crm', productRows),
  ...crmFieldMethods,
];
