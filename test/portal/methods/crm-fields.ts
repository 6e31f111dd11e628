import { method, type Call, type MethodAnswer, type MethodSpec } from '../rest/method.js';
import { RestError } from '../rest/rest-error.js';
import { crmPipelines } from '../world/crm-pipelines.js';
import type { Params } from '../world/json.js';
import { asInt, asObject, asText, param } from '../world/json.js';
import { onlyIntranet } from './crm-rights.js';

/** What there is to choose from: fields of items, pipelines, stages. */

const standard: [string, string, string][] = [
  ['id', 'integer', 'ID'],
  ['title', 'string', 'Название'],
  ['createdTime', 'datetime', 'Когда создан'],
  ['updatedTime', 'datetime', 'Когда обновлен'],
  ['begindate', 'date', 'Дата начала'],
  ['closedate', 'date', 'Дата завершения'],
  ['companyId', 'crm_company', 'Компания'],
  ['categoryId', 'crm_category', 'Воронка'],
  ['movedTime', 'datetime', 'Когда передвинут'],
  ['stageId', 'crm_status', 'Стадия'],
  ['currencyId', 'crm_currency', 'Валюта'],
  ['opportunity', 'double', 'Сумма'],
];
/** Fields that an administrator of this portal added. */
const own: Record<number, [string, string, string][]> = {
  2: [
    ['ufCrm_HOURS', 'double', 'Часов в пакете'],
    ['ufCrm_CONTRACT', 'string', 'Номер договора'],
  ],
  31: [['ufCrm_SMART_INVOICE_HOURS', 'double', 'Часов в счёте']],
};

function fieldRow([name, type, title]: [string, string, string]): [string, Params] {
  const isOwn = name.startsWith('uf');
  return [
    name,
    {
      type,
      isRequired: false,
      isReadOnly: false,
      isImmutable: false,
      isMultiple: false,
      isDynamic: isOwn,
      title,
      upperName: isOwn
        ? name.replace(/^ufCrm_?/, 'UF_CRM_')
        : name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase(),
    },
  ];
}

function typeOf(call: Call): number {
  onlyIntranet(call);
  const type = asInt(param(call.params, 'entityTypeId'));
  if (type === null) throw new RestError(400, '100', 'Could not find value for parameter {entityTypeId}');
  if (![2, 4, 31].includes(type)) throw new RestError(400, 'NOT_FOUND', 'Смарт-процесс не найден');
  return type;
}

function fields(call: Call): MethodAnswer {
  const type = typeOf(call);
  const pipeline = crmPipelines.find((one) => one.entityTypeId === type);
  const rows = Object.fromEntries([...standard, ...(own[type] ?? [])].map(fieldRow));
  if (pipeline) Object.assign(asObject(rows['stageId']), { statusType: pipeline.dictionary });
  return { result: { fields: rows } };
}

function categories(call: Call): MethodAnswer {
  const type = typeOf(call);
  const found = crmPipelines.filter((pipeline) => pipeline.entityTypeId === type);
  const rows = found.map((pipeline, index) => ({
    id: pipeline.categoryId,
    name: pipeline.name,
    sort: (index + 1) * 100,
    entityTypeId: type,
    isDefault: pipeline.isDefault ? 'Y' : 'N',
    ...(pipeline.isDefault && type === 2 ? {} : { originId: '', originatorId: '' }),
  }));
  // The pipeline every portal begins with stands last in the vendor's own example.
  return { result: { categories: rows.reverse() }, total: rows.length };
}

function statuses(call: Call): MethodAnswer {
  onlyIntranet(call);
  const wanted = asText(asObject(param(call.params, 'filter'))['ENTITY_ID'] ?? null);
  const pipelines = crmPipelines.filter((one) => wanted === '' || one.dictionary === wanted);
  const rows = pipelines.flatMap((pipeline) =>
    pipeline.stages.map(({ id, name, semantics }, index) => ({
      ID: String(100 + pipeline.categoryId * 20 + index),
      ENTITY_ID: pipeline.dictionary,
      STATUS_ID: id,
      NAME: name,
      NAME_INIT: name,
      SORT: String((index + 1) * 10),
      SYSTEM: semantics === null ? 'N' : 'Y',
      CATEGORY_ID: pipeline.isDefault && pipeline.entityTypeId === 2 ? null : String(pipeline.categoryId),
      COLOR: '#39A8EF',
      SEMANTICS: semantics,
      EXTRA: {
        SEMANTICS: semantics === 'S' ? 'success' : semantics === 'F' ? 'failure' : 'process',
        COLOR: '#39A8EF',
      },
    })),
  );
  return { result: rows, total: rows.length };
}

export const crmFieldMethods: MethodSpec[] = [
  method('crm.item.fields', 'crm', fields),
  method('crm.category.list', 'crm', categories),
  method('crm.status.list', 'crm', statuses),
];
