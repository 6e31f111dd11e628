import { sql } from 'kysely';
import type { DbOrTx, Tx } from '../base/db/index.js';
import type { WorkRulesTable } from '../base/db/tables/clients.js';
import type { WorkRule } from './rules/resolve-work.js';

/** Rules in force, in the order in which they are asked. */
export async function readWorkRules(db: DbOrTx, portalId: string): Promise<WorkRule[]> {
  const rows = await db
    .selectFrom('work_rules')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('archived_at', 'is', null)
    .orderBy('position')
    .orderBy('rule_id')
    .execute();
  return rows.map(ruleOf);
}

/** Rules by their number, archived ones too: lines name those they were posted under. */
export async function readWorkRulesByIds(
  db: DbOrTx,
  portalId: string,
  ruleIds: readonly number[],
): Promise<Map<number, WorkRule & { archived: boolean }>> {
  if (ruleIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('work_rules')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('rule_id', 'in', [...new Set(ruleIds)])
    .execute();
  return new Map(rows.map((row) => [row.rule_id, { ...ruleOf(row), archived: row.archived_at !== null }]));
}

function ruleOf(row: WorkRulesTable): WorkRule {
  const { rule_id: ruleId, client_id: clientId, field, word, work_type: workType } = row;
  return { ruleId, clientId, field, word, workType };
}

export async function nextRuleId(tx: Tx, portalId: string): Promise<number> {
  const row = await tx
    .selectFrom('work_rules')
    .select(sql<number>`cast(coalesce(max(rule_id), 0) as bigint)`.as('last'))
    .where('portal_id', '=', portalId)
    .executeTakeFirstOrThrow();
  return row.last + 1;
}

export async function insertWorkRule(tx: Tx, row: WorkRulesTable): Promise<void> {
  await tx.insertInto('work_rules').values(row).execute();
}

export async function archiveWorkRules(
  tx: Tx,
  portalId: string,
  ruleIds: readonly number[],
  at: number,
): Promise<void> {
  if (ruleIds.length === 0) return;
  await tx
    .updateTable('work_rules')
    .set({ archived_at: at })
    .where('portal_id', '=', portalId)
    .where('rule_id', 'in', [...ruleIds])
    .execute();
}

export async function moveWorkRule(
  tx: Tx,
  portalId: string,
  ruleId: number,
  position: number,
): Promise<void> {
  await tx
    .updateTable('work_rules')
    .set({ position })
    .where('portal_id', '=', portalId)
    .where('rule_id', '=', ruleId)
    .execute();
}
