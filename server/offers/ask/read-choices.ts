import { z } from 'zod';
import type { CrmSettingsView } from '../../api/index.js';
import { askCrm, type CrmAsker } from './ask-crm.js';
import { ENTITY_TYPES, storable } from './parse-item.js';

export type CrmChoices = Pick<CrmSettingsView, 'pipelines' | 'paidStages' | 'dealFields' | 'invoiceFields'>;

const categoriesSchema = z.object({
  categories: z.array(z.object({ id: z.coerce.number(), name: z.string() })),
});
const statusesSchema = z.array(
  z.object({
    ENTITY_ID: z.string(),
    STATUS_ID: z.string(),
    NAME: z.string(),
    SEMANTICS: z.string().nullish(),
  }),
);
const fieldsSchema = z.object({
  fields: z.record(z.string(), z.object({ type: z.string(), title: z.string().nullish() }).loose()),
});
/** Kinds of fields a number of hours may stand in. */
const HOURS_TYPES = ['double', 'integer', 'string', 'money'];

export const noChoices: CrmChoices = { pipelines: [], paidStages: [], dealFields: [], invoiceFields: [] };

/**
 * Pipelines, stages and fields to choose from, in two requests (api-reference/crm/universal/category/crm-category-list,
 * crm/status/crm-status-list: stages of invoices lie in dictionaries SMART_INVOICE_STAGE_xx).
 */
export async function readChoices(asker: CrmAsker): Promise<CrmChoices> {
  const deal = { entityTypeId: ENTITY_TYPES['crm-deal'] };
  const invoice = { entityTypeId: ENTITY_TYPES['smart-invoice'] };
  const told = await askCrm(asker, {
    pipelines: { method: 'crm.category.list', params: deal },
    invoicePipelines: { method: 'crm.category.list', params: invoice },
    dealFields: { method: 'crm.item.fields', params: deal },
    invoiceFields: { method: 'crm.item.fields', params: invoice },
  });
  const dictionaries = categoriesOf(told['invoicePipelines']).map(({ id }) => `SMART_INVOICE_STAGE_${id}`);
  return {
    pipelines: categoriesOf(told['pipelines']),
    paidStages: await readStages(asker, dictionaries),
    dealFields: fieldsOf(told['dealFields']),
    invoiceFields: fieldsOf(told['invoiceFields']),
  };
}

/** The list of all statuses may be longer than a page, so each dictionary is asked for by its name. */
async function readStages(
  asker: CrmAsker,
  dictionaries: readonly string[],
): Promise<CrmChoices['paidStages']> {
  const commands = Object.fromEntries(
    dictionaries
      .slice(0, 50)
      .map((name) => [
        name,
        { method: 'crm.status.list', params: { order: { SORT: 'ASC' }, filter: { ENTITY_ID: name } } },
      ]),
  );
  const told = await askCrm(asker, commands);
  return Object.values(told).flatMap((result) =>
    (statusesSchema.safeParse(result).data ?? []).map((row) => ({
      id: row.STATUS_ID,
      name: storable(row.NAME),
      success: row.SEMANTICS === 'S',
    })),
  );
}

function categoriesOf(result: unknown): { id: string; name: string }[] {
  const rows = categoriesSchema.safeParse(result).data?.categories ?? [];
  return rows.map((row) => ({ id: String(row.id), name: storable(row.name) }));
}

/** Only fields that the portal's people added: the standard ones hold no hours. */
function fieldsOf(result: unknown): { id: string; name: string }[] {
  const fields = fieldsSchema.safeParse(result).data?.fields ?? {};
  return Object.entries(fields)
    .filter(([name, field]) => /^uf/i.test(name) && HOURS_TYPES.includes(field.type))
    .map(([name, field]) => ({ id: name, name: storable(field.title ?? name) }));
}
