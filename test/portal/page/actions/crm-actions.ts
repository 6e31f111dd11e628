import { DEAL } from '../../acts/crm.js';
import { ControlError } from '../../control/control-error.js';
import { asInt, asText, type Params } from '../../world/json.js';
import type { CrmItem, CrmValue } from '../../world/model.js';
import type { Visit } from '../visit.js';
import type { Action } from './action.js';

function itemIn(visit: Visit, values: Params): CrmItem {
  if (visit.user.type !== 'employee') throw new ControlError(403, 'CRM вам недоступна');
  const item = visit.world.data.crm.find((one) => one.id === asInt(values['id']));
  if (item === undefined) throw new ControlError(404, 'Элемент не найден');
  return item;
}

function numberIn(values: Params, name: string): number | null {
  const text = asText(values[name]).trim();
  if (text === '') return null;
  if (!Number.isFinite(Number(text))) throw new ControlError(400, 'Укажите число');
  return Number(text);
}

export const crmActions: Record<string, Action> = {
  'create-deal': (visit, values) => {
    if (visit.user.type !== 'employee') throw new ControlError(403, 'CRM вам недоступна');
    const row = { productName: 'Час поддержки сайта', measureCode: 356, measureName: 'ч' };
    const quantity = numberIn(values, 'hours') ?? 0;
    visit.portal.control.createCrmItem({
      entityTypeId: DEAL,
      title: asText(values['title']).trim(),
      fields: { companyId: asInt(values['companyId']) ?? 0 },
      productRows: quantity > 0 ? [{ ...row, quantity, price: numberIn(values, 'price') ?? 0 }] : [],
      byUserId: visit.user.id,
    });
    return {};
  },
  'move-crm-item': (visit, values) => {
    const { id } = itemIn(visit, values);
    const fields = { stageId: asText(values['stageId']) };
    visit.portal.control.updateCrmItem({ id, fields, byUserId: visit.user.id });
    return {};
  },
  'edit-crm-item': (visit, values) => {
    const item = itemIn(visit, values);
    const hours = item.entityTypeId === DEAL ? 'ufCrm_HOURS' : 'ufCrm_SMART_INVOICE_HOURS';
    const amount = numberIn(values, 'amount');
    const fields: Record<string, CrmValue> = { [hours]: numberIn(values, 'hours') };
    if (amount !== null && amount !== item.fields['opportunity'])
      Object.assign(fields, { opportunity: amount, isManualOpportunity: 'Y' });
    const title = asText(values['title']).trim() || item.title;
    visit.portal.control.updateCrmItem({ id: item.id, title, fields, byUserId: visit.user.id });
    return {};
  },
};
