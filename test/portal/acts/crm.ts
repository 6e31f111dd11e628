import { emit } from '../events/emit.js';
import { pipelineOf, semanticsOf } from '../world/crm-pipelines.js';
import { nextId } from '../world/data.js';
import { isoAt } from '../world/dates.js';
import type { CrmItem, CrmProductRow, CrmValue } from '../world/model.js';
import type { World } from '../world/world.js';

/** What happens when somebody works in CRM. Companies fire no event here: the app binds none. */

export const COMPANY = 4;
export const DEAL = 2;
export const INVOICE = 31;

export interface CrmDraft {
  entityTypeId: number;
  title: string;
  fields?: Record<string, CrmValue>;
  productRows?: Omit<CrmProductRow, 'id'>[];
}

export type CrmChange = Partial<Omit<CrmDraft, 'entityTypeId'>>;

export function createCrmItem(world: World, draft: CrmDraft, actorId: number, at?: number): CrmItem {
  const now = at ?? world.clock.nowSecond();
  const item: CrmItem = {
    id: nextId(world.data, 'crm'),
    entityTypeId: draft.entityTypeId,
    title: draft.title,
    fields: { ...beginnings(world, draft.entityTypeId, now) },
    productRows: [],
    createdBy: actorId,
    createdAt: now,
    updatedBy: actorId,
    updatedAt: now,
  };
  write(world, item, draft, now);
  world.data.crm.push(item);
  announce(world, item, 'ADD', actorId);
  return item;
}

export function changeCrmItem(world: World, item: CrmItem, change: CrmChange, actorId: number): CrmItem {
  const before = item.fields['categoryId'];
  const now = world.clock.nowSecond();
  write(world, item, change, now);
  Object.assign(item, { updatedAt: now, updatedBy: actorId });
  const isMoved = item.entityTypeId === DEAL && item.fields['categoryId'] !== before;
  if (isMoved) announceMove(world, item, actorId);
  else announce(world, item, 'UPDATE', actorId);
  return item;
}

export function deleteCrmItem(world: World, item: CrmItem, actorId: number): void {
  world.data.crm = world.data.crm.filter((other) => other !== item);
  announce(world, item, 'DELETE', actorId);
}

function beginnings(world: World, entityTypeId: number, now: number): Record<string, CrmValue> {
  if (entityTypeId !== DEAL && entityTypeId !== INVOICE) return {};
  const day = isoAt(now, world.settings.utcOffsetMinutes).slice(0, 10);
  const date = `${day}T03:00:00${isoAt(now, world.settings.utcOffsetMinutes).slice(19)}`;
  const shared = {
    companyId: 0,
    contactId: 0,
    opportunity: 0,
    currencyId: 'RUB',
    isManualOpportunity: 'N',
    sourceId: null,
    begindate: date,
    closedate: date,
    movedTime: isoAt(now, world.settings.utcOffsetMinutes),
  };
  return entityTypeId === DEAL
    ? { ...shared, categoryId: 0, stageId: 'NEW', stageSemanticId: 'P', closed: 'N', isWon: 'N' }
    : { ...shared, categoryId: 3, stageId: 'DT31_3:N', accountNumber: '', parentId2: null, mycompanyId: 0 };
}

function write(world: World, item: CrmItem, change: CrmChange, now: number): void {
  if (change.title !== undefined) item.title = change.title;
  const stage = item.fields['stageId'];
  Object.assign(item.fields, change.fields);
  if (change.productRows) setRows(world, item, change.productRows);
  if (typeof item.fields['stageId'] === 'string' && item.fields['stageId'] !== stage) {
    moveStage(world, item, { from: stage ?? null, to: item.fields['stageId'], now });
  }
}

/** The platform sets a deal's closing day when it is closed; an invoice keeps the day it is to be paid by. */
function moveStage(
  world: World,
  item: CrmItem,
  { from, to, now }: { from: CrmValue; to: string; now: number },
): void {
  const pipeline = pipelineOf(item.entityTypeId, to);
  const moment = isoAt(now, world.settings.utcOffsetMinutes);
  if (pipeline) item.fields['categoryId'] = pipeline.categoryId;
  item.fields['movedTime'] = moment;
  if (item.entityTypeId === INVOICE) {
    item.fields['previousStageId'] = from;
    return;
  }
  const semantics = semanticsOf(item.entityTypeId, to);
  const isClosed = semantics !== 'P';
  Object.assign(item.fields, {
    stageSemanticId: semantics,
    closed: isClosed ? 'Y' : 'N',
    isWon: semantics === 'S' ? 'Y' : 'N',
    ...(isClosed ? { closedate: `${moment.slice(0, 10)}T03:00:00${moment.slice(19)}` } : {}),
  });
}

/** Rows set the amount unless somebody wrote it by hand. */
function setRows(world: World, item: CrmItem, rows: readonly Omit<CrmProductRow, 'id'>[]): void {
  item.productRows = rows.map((row) => ({ ...row, id: nextId(world.data, 'productRow') }));
  if (item.fields['isManualOpportunity'] === 'Y') return;
  item.fields['opportunity'] = rows.reduce((sum, row) => sum + row.price * row.quantity, 0);
}

function announce(world: World, item: CrmItem, what: 'ADD' | 'UPDATE' | 'DELETE', actorId: number): void {
  if (item.entityTypeId === DEAL) emit(world, `ONCRMDEAL${what}`, { FIELDS: { ID: item.id } }, actorId);
  if (item.entityTypeId === INVOICE) {
    const fields = { ID: item.id, ENTITY_TYPE_ID: item.entityTypeId };
    emit(world, `ONCRMDYNAMICITEM${what}`, { FIELDS: fields }, actorId);
  }
}

/** A change of pipeline is no update to the platform. */
function announceMove(world: World, item: CrmItem, actorId: number): void {
  const { categoryId = 0, stageId = '' } = item.fields;
  const fields = { ID: item.id, CATEGORY_ID: categoryId, STAGE_ID: stageId };
  emit(world, 'ONCRMDEALMOVETOCATEGORY', { FIELDS: fields }, actorId);
}
