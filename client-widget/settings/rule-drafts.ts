import type { SaveWorkRules, WorkRuleView } from '../../server/api/work.js';

export type RuleDraft = SaveWorkRules['rules'][number];

/** A row of the list: the key stays with it while it moves. */
export interface RuleRow extends RuleDraft {
  key: number;
}

export function rowsOf(rules: readonly WorkRuleView[]): RuleRow[] {
  return rules.map((rule) => ({ ...rule, key: rule.ruleId }));
}

export function draftsOf(rows: readonly RuleRow[]): RuleDraft[] {
  return rows.map(({ ruleId, clientId, field, word, workType }) => ({
    ruleId,
    clientId,
    field,
    word: field === 'any' ? '' : word.trim(),
    workType,
  }));
}

export type RuleFault = 'wordMissing' | 'forAllMissing' | null;

/** What keeps a rule from being saved. */
export function faultOf(row: RuleDraft): RuleFault {
  if (row.field === 'any') return row.clientId === null ? 'forAllMissing' : null;
  return /[\p{L}\p{N}]/u.test(row.word) ? null : 'wordMissing';
}

/** The row at `index` moved by one; outside of the list nothing moves. */
export function moved(rows: readonly RuleRow[], index: number, by: -1 | 1): RuleRow[] {
  const [row] = rows.slice(index, index + 1);
  const to = index + by;
  if (!row || to < 0 || to >= rows.length) return [...rows];
  const rest = rows.toSpliced(index, 1);
  return rest.toSpliced(to, 0, row);
}
