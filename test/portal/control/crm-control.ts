import { changeCrmItem, createCrmItem, deleteCrmItem, type CrmChange, type CrmDraft } from '../acts/crm.js';
import type { CrmItem } from '../world/model.js';
import type { World } from '../world/world.js';
import { ControlError } from './control-error.js';
import { adminId } from './people-control.js';

/** Companies, deals and smart invoices. Stages: `world/crm-pipelines.ts`. */
export function crmControl(world: World) {
  const found = (id: number): CrmItem => {
    const item = world.data.crm.find((candidate) => candidate.id === id);
    if (item === undefined) throw new ControlError(404, `No CRM item ${id}`);
    return item;
  };
  return {
    createCrmItem: ({ byUserId, ...draft }: CrmDraft & { byUserId?: number }): CrmItem =>
      createCrmItem(world, draft, byUserId ?? adminId(world)),
    /** `fields.stageId` moves it; `productRows` replaces the rows and, unless set by hand, the amount. */
    updateCrmItem: ({ id, byUserId, ...change }: CrmChange & { id: number; byUserId?: number }): CrmItem =>
      changeCrmItem(world, found(id), change, byUserId ?? adminId(world)),
    deleteCrmItem: ({ id, byUserId }: { id: number; byUserId?: number }): void =>
      deleteCrmItem(world, found(id), byUserId ?? adminId(world)),
    crmItems: ({ entityTypeId }: { entityTypeId?: number } = {}): CrmItem[] =>
      world.data.crm.filter((item) => entityTypeId === undefined || item.entityTypeId === entityTypeId),
  };
}
