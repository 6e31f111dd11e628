import { COMPANY, createCrmItem, DEAL, INVOICE } from '../acts/crm.js';
import type { World } from '../world/world.js';
import type { DirectoryClient } from './directory.js';

const dayMs = 24 * 3_600_000;
const hour = { price: 3_000, measureCode: 356, measureName: 'ч' };

/** A company per client with the deal of its first package; the first two have something that waits to be closed. */
export function salesDemo(
  world: World,
  clients: readonly Pick<DirectoryClient, 'name' | 'companyId'>[],
): void {
  const now = world.clock.nowSecond();
  for (const [index, client] of clients.entries()) {
    const at = now - 100 * dayMs;
    const company = { entityTypeId: COMPANY, title: client.name, fields: { companyType: 'CUSTOMER' } };
    client.companyId = createCrmItem(world, company, 1, at).id;
    const ofClient = { companyId: client.companyId };
    createCrmItem(
      world,
      {
        entityTypeId: DEAL,
        title: `Пакет часов поддержки — ${client.name}`,
        fields: { ...ofClient, stageId: 'WON' },
        productRows: [{ ...hour, productName: 'Час поддержки сайта', quantity: 50 }],
      },
      1,
      at,
    );
    if (index === 0) {
      const productRows = [{ ...hour, productName: 'Час поддержки сайта', quantity: 40 }];
      const deal = {
        title: `Новый пакет — ${client.name}`,
        fields: { ...ofClient, stageId: 'FINAL_INVOICE' },
      };
      createCrmItem(world, { entityTypeId: DEAL, ...deal, productRows }, 1, now - 2 * dayMs);
    }
    if (index === 1) {
      const fields = { ...ofClient, stageId: 'DT31_3:S', accountNumber: '118', opportunity: 90_000 };
      createCrmItem(world, { entityTypeId: INVOICE, title: 'Счёт № 118', fields }, 1, now - 2 * dayMs);
    }
  }
}
