import { DateTime } from 'luxon';
import { z } from 'zod';
import { minorUnits } from '../minor-units.js';
import type { CrmItem, ProductRow } from '../rules/crm-item.js';

/** Deal and smart invoice in the universal methods' words. */
export const ENTITY_TYPES = { 'crm-deal': 2, 'smart-invoice': 31 } as const;
export const COMPANY_TYPE = 4;
export type CrmSource = keyof typeof ENTITY_TYPES;

/** Numbers come as integers or floats; some portals print them as text. */
const number = z.coerce.number();
const nullableNumber = z
  .union([z.number(), z.string(), z.null()])
  .optional()
  .transform((value) => (value === null || value === undefined || value === '' ? null : Number(value)));
const text = z
  .union([z.string(), z.number(), z.null()])
  .optional()
  .transform((value) => storable(value === null || value === undefined ? '' : String(value)));

const itemSchema = z
  .object({
    id: number,
    title: text,
    companyId: nullableNumber,
    categoryId: nullableNumber,
    stageId: text,
    stageSemanticId: text,
    opportunity: nullableNumber,
    currencyId: text,
    closedate: text,
    movedTime: text,
    parentId2: nullableNumber,
  })
  .loose();

/** Items of `crm.item.list` (api-reference/crm/universal/crm-item-list); what cannot be read is left out. */
export function parseItems(source: CrmSource, result: unknown): CrmItem[] {
  const list = z.object({ items: z.array(z.unknown()) }).safeParse(result);
  const rows = list.success ? list.data.items : [];
  return rows.flatMap((row) => {
    const parsed = itemSchema.safeParse(row);
    return parsed.success && Number.isSafeInteger(parsed.data.id) ? [toItem(source, parsed.data)] : [];
  });
}

function toItem(source: CrmSource, row: z.infer<typeof itemSchema>): CrmItem {
  const { parentId2, currencyId, opportunity } = row;
  const currency = /^[A-Z]{3}$/.test(currencyId) ? currencyId : null;
  const dealOfInvoice = parentId2 !== null && parentId2 > 0 ? parentId2 : null;
  return {
    source,
    id: row.id,
    title: row.title,
    companyId: row.companyId ?? 0,
    dealId: source === 'crm-deal' ? row.id : dealOfInvoice,
    pipelineId: row.categoryId ?? 0,
    stageId: row.stageId,
    semantics: semanticsOf(row.stageSemanticId),
    amountMinor: opportunity === null || currency === null ? null : minorUnits(opportunity, currency),
    currency,
    closedOn: /^\d{4}-\d\d-\d\d/.exec(row.closedate)?.[0] ?? null,
    movedAt: instantOf(row.movedTime),
    fields: Object.fromEntries(Object.entries(row).filter(([name]) => /^uf/i.test(name))),
    rows: [],
  };
}

function semanticsOf(letter: string): CrmItem['semantics'] {
  return letter === 'P' || letter === 'S' || letter === 'F' ? letter : null;
}

function instantOf(iso: string): number | null {
  const instant = DateTime.fromISO(iso, { zone: 'utc' });
  return instant.isValid ? instant.toMillis() : null;
}

const rowsSchema = z.object({
  productRows: z.array(
    z.object({ productName: text, quantity: number, measureCode: nullableNumber, measureName: text }),
  ),
});

/** Rows of `crm.item.productrow.list` (api-reference/crm/universal/product-rows/crm-item-productrow-list). */
export function parseRows(result: unknown): ProductRow[] {
  const parsed = rowsSchema.safeParse(result);
  if (!parsed.success) return [];
  return parsed.data.productRows.map(({ productName, ...row }) => ({ name: productName, ...row }));
}

/** PostgreSQL stores neither NUL nor half a character. */
export function storable(words: string): string {
  return Buffer.from(words, 'utf8').toString('utf8').replaceAll('\u0000', '\uFFFD');
}
