import { useTranslation } from 'i18next-vue';
import { computed, type ComputedRef } from 'vue';
import type { WorkRulesView } from '../../server/api/work.js';
import { numberColumn, textColumn, type Column } from '../ui/table/column.js';
import { useWorkWords } from '../ui/use-work-words.js';
import type { RuleRow } from './rule-drafts.js';

/** What the rules of work types can be sorted by, and what a file of them says. */
export function useRuleColumns(
  rows: () => readonly RuleRow[],
  clients: () => WorkRulesView['clients'],
): ComputedRef<Column<RuleRow>[]> {
  const { t } = useTranslation();
  const words = useWorkWords();
  const title = (name: string) => t(`work.rules.${name}`);
  return computed(() => {
    const names = new Map(clients().map(({ clientId, name }) => [clientId, name]));
    return [
      numberColumn('place', title('place'), (row) => rows().indexOf(row) + 1, { mostFirst: false }),
      numberColumn('rule', title('rule'), (row) => row.ruleId, { mostFirst: false }),
      textColumn('client', title('client'), ({ clientId }) =>
        clientId === null ? title('anyClient') : (names.get(clientId) ?? null),
      ),
      textColumn('field', title('field'), (row) => title(`fields.${row.field}`)),
      textColumn('word', title('word'), (row) => (row.field === 'any' ? null : row.word)),
      textColumn('type', title('type'), (row) => words.workType(row.workType)),
    ];
  });
}
