import { method, pagedAnswer, type Call, type MethodAnswer, type MethodSpec } from '../rest/method.js';
import { RestError } from '../rest/rest-error.js';
import type { Json, Params } from '../world/json.js';
import { asInt, asList, asObject, asText, param } from '../world/json.js';
import type { CrmItem } from '../world/model.js';
import type { World } from '../world/world.js';
import { printDate } from './task-view.js';

/** Companies (4) and deals (2), read only. */

function itemRow(world: World, item: CrmItem): Params {
  return {
    id: item.id,
    title: item.title,
    createdTime: printDate(world, item.createdAt),
    updatedTime: printDate(world, item.createdAt),
    createdBy: 1,
    updatedBy: 1,
    assignedById: 1,
    opened: 'Y',
    ...item.fields,
    entityTypeId: item.entityTypeId,
  };
}

function itemsOf(call: Call): CrmItem[] {
  if (call.user.type === 'extranet')
    throw new RestError(403, 'allowed_only_intranet_user', 'Allowed only for intranet users');
  const type = asInt(param(call.params, 'entityTypeId'));
  if (type === null) throw new RestError(400, '100', 'Could not find value for parameter {entityTypeId}');
  if (type === 5) throw new RestError(400, 'ENTITY_TYPE_NOT_SUPPORTED', 'Entity type is not supported');
  return call.world.data.crm.filter((item) => item.entityTypeId === type);
}

function compare(have: Json | undefined, operator: string, wanted: Json): boolean {
  const values = asList(wanted).map(asText);
  const own = asText(have ?? null);
  if (operator === '%' || operator === '=%' || operator === '%=')
    return own.toLowerCase().includes((values[0] ?? '').replace(/%/g, '').toLowerCase());
  if (operator === '>') return Number(own) > Number(values[0]);
  if (operator === '>=') return Number(own) >= Number(values[0]);
  if (operator === '<') return Number(own) < Number(values[0]);
  if (operator === '<=') return Number(own) <= Number(values[0]);
  return values.includes(own) !== operator.startsWith('!');
}

function list(call: Call): MethodAnswer {
  const filter = Object.entries(asObject(param(call.params, 'filter')));
  const select = asList(param(call.params, 'select')).map(asText);
  const rows = itemsOf(call)
    .map((item) => itemRow(call.world, item))
    .filter((row) =>
      filter.every(([key, value]) => {
        const [, operator = '', name = ''] = /^([!@=%<>]*)(.*)$/.exec(key) ?? [];
        return compare(row[name], operator, value);
      }),
    );
  const pick = (row: Params): Params =>
    select.length === 0 || select.includes('*')
      ? row
      : Object.fromEntries(Object.entries(row).filter(([name]) => name === 'id' || select.includes(name)));
  return pagedAnswer(rows, call.start, (cut) => ({ items: cut.map(pick) }));
}

function get(call: Call): MethodAnswer {
  const id = asInt(param(call.params, 'id'));
  const item = itemsOf(call).find((row) => row.id === id);
  if (item === undefined) throw new RestError(400, 'NOT_FOUND', 'Элемент не найден');
  return { result: { item: itemRow(call.world, item) } };
}

export const crmMethods: MethodSpec[] = [
  method('crm.item.list', 'crm', list),
  method('crm.item.get', 'crm', get),
];
