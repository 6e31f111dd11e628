import { z } from 'zod';
import { notFound } from '../../base/errors.js';
import type { Company } from '../companies-store.js';
import { askCrm, type CrmAsker } from './ask-crm.js';
import { COMPANY_TYPE, storable } from './parse-item.js';

const company = z
  .object({ id: z.coerce.number().int(), title: z.string().nullish() })
  .transform(({ id, title }): Company => ({ companyId: id, name: storable(title ?? `#${id}`) }));
const listSchema = z.object({ items: z.array(company) });

/** Companies whose name holds the words, up to fifty. */
export async function findCompanies(asker: CrmAsker, words: string): Promise<Company[]> {
  const params = {
    entityTypeId: COMPANY_TYPE,
    select: ['id', 'title'],
    ...(words === '' ? {} : { filter: { '%title': words } }),
    order: { id: 'DESC' },
    start: -1,
  };
  const { found } = await askCrm(asker, { found: { method: 'crm.item.list', params } });
  return listSchema.safeParse(found).data?.items ?? [];
}

/** Throws NOT_FOUND for a company that the portal does not have. */
export async function readCompanyNamed(asker: CrmAsker, companyId: number): Promise<Company> {
  const params = { entityTypeId: COMPANY_TYPE, id: companyId };
  const { one } = await askCrm(asker, { one: { method: 'crm.item.get', params } });
  const parsed = z.object({ item: company }).safeParse(one);
  if (!parsed.success) throw notFound('Company');
  return parsed.data.item;
}
