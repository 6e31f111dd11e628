import { useTranslation } from 'i18next-vue';
import { computed, type ComputedRef } from 'vue';
import type { LedgerLine } from '../../server/api/ledger.js';
import type { Column } from '../ui/table/column.js';
import { useDates } from '../ui/use-dates.js';
import { useWorkWords } from '../ui/use-work-words.js';
import { usePackageName } from './package-name.js';

export interface LedgerWords {
  day: (line: LedgerLine) => string;
  kind: (line: LedgerLine) => string;
  /** What the line is about: the task, else the package, else the reason. */
  title: (line: LedgerLine) => string;
  /** What kind of work it was, and what was done. */
  about: (line: LedgerLine) => string;
  packageOf: (line: LedgerLine) => string | null;
}

/** The columns of a ledger, and the words its cells are made of. */
export function useLedgerColumns(): { columns: ComputedRef<Column<LedgerLine>[]>; words: LedgerWords } {
  const { t, i18next } = useTranslation();
  const dates = useDates();
  const work = useWorkWords();
  const packageName = usePackageName();
  const kindName = remembered((kind) => {
    const key = `ledger.kinds.${kind}`;
    return i18next.exists(key) ? t(key) : kind;
  });
  const workType = remembered((name) => work.workType(name));
  const words: LedgerWords = {
    day: (line) =>
      line.workDay === null ? dates.shortDayOfMoment(line.postedAt) : dates.shortDay(line.workDay),
    // A reversal mirrors its line, kind and all; only what it names tells them apart.
    kind: (line) =>
      line.reverses === null ? kindName(line.kind) : t('ledger.reversalOf', { kind: kindName(line.kind) }),
    title: (line) => line.taskTitle ?? words.packageOf(line) ?? line.reason ?? '',
    about: (line) =>
      [line.workType === null ? '' : workType(line.workType), line.comment ?? ''].filter(Boolean).join(' · '),
    packageOf: ({ packageTitle, packageSource }) =>
      packageTitle === null ? null : packageName({ title: packageTitle, source: packageSource ?? '' }),
  };
  const columns = computed((): Column<LedgerLine>[] => {
    const title = (name: string) => t(`ledger.columns.${name}`);
    return [
      {
        id: 'day',
        title: title('day'),
        kind: 'day',
        mostFirst: true,
        value: (line) => line.workDay ?? dayOf(line.postedAt),
        order: (line) => line.workedAt ?? line.postedAt,
      },
      {
        id: 'posting',
        title: title('posting'),
        kind: 'number',
        mostFirst: true,
        value: (line) => line.posting,
      },
      { id: 'what', title: title('what'), value: words.kind },
      { id: 'task', title: title('task'), value: words.title },
      {
        id: 'workType',
        title: title('workType'),
        value: (line) => (line.workType === null ? null : workType(line.workType)),
      },
      { id: 'comment', title: title('comment'), value: (line) => line.comment },
      { id: 'who', title: title('who'), value: (line) => line.person },
      { id: 'package', title: title('package'), value: words.packageOf },
      {
        id: 'recorded',
        title: title('recorded'),
        kind: 'hours',
        mostFirst: true,
        value: (line) => line.recordedSeconds,
      },
      {
        id: 'effect',
        title: title('effect'),
        kind: 'hours',
        value: (line) => line.balanceEffectSeconds,
      },
      {
        id: 'report',
        title: title('report'),
        kind: 'number',
        mostFirst: true,
        value: (line) => line.reportNumber,
      },
    ];
  });
  return { columns, words };
}

/** Texts of few values, asked for thousands of times. */
function remembered(write: (value: string) => string): (value: string) => string {
  const known = new Map<string, string>();
  return (value) => {
    const text = known.get(value) ?? write(value);
    known.set(value, text);
    return text;
  };
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
