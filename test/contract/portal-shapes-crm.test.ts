import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { asList, asObject, asText, type Json, type Params } from '../portal/world/json.js';
import { startRig, type Rig } from './portal-rig.js';
import { differences, official } from './portal-shape.js';
import { checkAll, type Case } from './portal-shape-check.js';

const rows = [
  { productName: 'Час поддержки', price: 3_000, quantity: 20, measureCode: 356, measureName: 'ч' },
];

function deal(rig: Rig, fields: Params = {}): number {
  const draft = { entityTypeId: 2, title: 'Пакет', productRows: rows };
  return rig.portal.control.createCrmItem({ ...draft, fields: fields as Record<string, string | number> }).id;
}

/** The examples are of a lead: what only leads have is left out. */
const ofLeads = ['name', 'lastName'].map((name) => `result.items.${name}`);
const leadOnly = [
  ...['isConvert', 'statusDescription', 'productId', 'sourceDescription', 'name', 'lastName', 'secondName'],
  ...['shortName', 'companyTitle', 'post', 'address', 'comments', 'webformId', 'originatorId', 'originId'],
  ...['dateClosed', 'birthdate', 'honorific', 'hasPhone', 'hasEmail', 'hasImol', 'login', 'isReturnCustomer'],
  ...['searchContent', 'movedBy', 'lastActivityBy', 'lastActivityTime', 'phoneMobile', 'phoneWork'],
  ...[
    'phoneMailing',
    'emailHome',
    'emailWork',
    'emailMailing',
    'skype',
    'icq',
    'imol',
    'email',
    'phone',
    'fm',
  ],
  ...['ufCrm_1720019876534', 'utmSource', 'utmMedium', 'utmCampaign', 'utmContent', 'utmTerm', 'observers'],
  ...['contactIds', 'dateCreateShort', 'dateModifyShort'],
  ...[1222, 1226, 1228, 1236, 1238, 1240, 1244, 1246, 1254, 1256].map((id) => `parentId${id}`),
].map((name) => `result.item.${name}`);
const unusedFields = [
  ...['xmlId', 'createdBy', 'updatedBy', 'assignedById', 'opened', 'webformId', 'contactId', 'contactIds'],
  ...['contacts', 'observers', 'movedBy', 'previousStageId', 'sourceId', 'sourceDescription'],
  ...['isManualOpportunity', 'taxValue', 'mycompanyId', 'lastActivityBy', 'lastActivityTime'],
  ...['parentId1', 'parentId2', 'parentId1248', 'companyId.settings'],
].map((name) => `result.fields.${name}`);

const cases: Case[] = [
  {
    method: 'crm.item.list',
    given: (rig) => deal(rig, { sourceId: 'WEB' }),
    params: () => ({ entityTypeId: 2 }),
    skip: ofLeads,
  },
  { method: 'crm.item.get', params: (rig) => ({ entityTypeId: 2, id: deal(rig) }), skip: leadOnly },
  { method: 'crm.item.fields', params: () => ({ entityTypeId: 31 }), skip: unusedFields },
  {
    method: 'crm.item.productrow.list',
    params: (rig) => ({ filter: { '=ownerType': 'D', '=ownerId': deal(rig) } }),
  },
  { method: 'crm.category.list', params: () => ({ entityTypeId: 2 }) },
  { method: 'crm.status.list', params: () => ({ filter: { ENTITY_ID: 'DEAL_STAGE' } }) },
];

describe('CRM answers in the shape of the official examples', () => {
  checkAll(cases);
});

describe('CRM', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig({ limits: { enabled: false } });
  });
  afterEach(() => rig.stop());

  const examples = (event: string): Params[] =>
    asList(official(`event.${event}`)['payloadExamples']).map(asObject);
  const textOnly = (value: Json): Json =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, textOnly(inner)]))
      : String(value);

  it.each([
    ['ONCRMDEALUPDATE', 2, 'WON'],
    ['ONCRMDYNAMICITEMUPDATE', 31, 'DT31_3:P'],
  ])('%s carries ids only', async (event, entityTypeId, stageId) => {
    const { control } = rig.portal;
    await rig.call('event.bind', { event, handler: rig.receiver.url });
    const { id } = control.createCrmItem({ entityTypeId, title: 'Пакет' });
    control.updateCrmItem({ id, fields: { stageId } });
    await control.flushEvents();
    const form = rig.receiver.events.find((row) => row.event === event)?.form ?? {};
    const example = textOnly(examples(event)[0] ?? null);
    expect(differences(example, form, ['auth.refresh_token'])).toEqual([]);
    expect(asObject(asObject(form['data'])['FIELDS'])['ID']).toBe(String(id));
  });

  it('a change of pipeline is told by its own event, not as an update', async () => {
    const { control } = rig.portal;
    for (const event of ['ONCRMDEALUPDATE', 'ONCRMDEALMOVETOCATEGORY'])
      await rig.call('event.bind', { event, handler: rig.receiver.url });
    control.updateCrmItem({ id: deal(rig), fields: { stageId: 'C5:WON' } });
    await control.flushEvents();
    expect(rig.receiver.events.map((row) => row.event)).toEqual(['ONCRMDEALMOVETOCATEGORY']);
  });

  it('a won deal is closed on its day; rows make the amount', async () => {
    const id = deal(rig);
    rig.portal.control.updateCrmItem({ id, fields: { stageId: 'WON' } });
    const answer = await rig.call('crm.item.get', { entityTypeId: 2, id });
    const item = asObject(asObject(answer.body['result'])['item']);
    const today = new Date(Date.now() + 3 * 3_600_000).toISOString().slice(0, 10);
    expect(item).toMatchObject({ stageSemanticId: 'S', closed: 'Y', opportunity: 60_000 });
    expect(asText(item['closedate']).slice(0, 10)).toBe(today);
  });

  it('filters by several companies and by the time of the last change', async () => {
    const [first, second] = [deal(rig, { companyId: 7 }), deal(rig, { companyId: 8 })];
    deal(rig, { companyId: 9 });
    const ids = async (filter: Params): Promise<Json[]> => {
      const answer = await rig.call('crm.item.list', { entityTypeId: 2, filter, order: { id: 'ASC' } });
      return asList(asObject(answer.body['result'])['items']).map((item) => asObject(item)['id'] ?? null);
    };
    expect(await ids({ '@companyId': [7, 8] })).toEqual([first, second]);
    expect(await ids({ '@companyId': [7, 8], '>id': first })).toEqual([second]);
    expect(await ids({ '>=updatedTime': new Date(Date.now() + 60_000).toISOString() })).toEqual([]);
    expect((await ids({ '>=updatedTime': new Date(Date.now() - 60_000).toISOString() })).length).toBe(3);
  });

  it('refuses guests, a portal without the scope, and filters that no field has', async () => {
    const code = async (params: Params, userId = 1): Promise<Json> =>
      (await rig.call('crm.item.list', params, userId)).body['error'] ?? null;
    expect(await code({ entityTypeId: 2 }, rig.clientId)).toBe('allowed_only_intranet_user');
    deal(rig);
    expect(await code({ entityTypeId: 2, filter: { nothing: 1 } })).toBe('INVALID_ARG_VALUE');
    rig.portal.control.registerApp({ scopes: ['task'] });
    expect(await code({ entityTypeId: 2 })).toBe('insufficient_scope');
  });
});
