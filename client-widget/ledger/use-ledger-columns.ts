import { useTranslation } from 'i18next-vue';
import { computed, type ComputedRef } from 'vue';
import type { LedgerLine } from '../../server/api/ledger.js';
import { dayColumn, hoursColumn, numberColumn, textColumn, type Column } from '../ui/table/column.js';
import { useDates } from '../ui/use-dates.js';
import { useWorkWords } from '../ui/use-work-words.js';
import { usePackageName } from './package-name.js';

export interface LedgerWords {
  day: (line: LedgerLine) => string;
  kind: (line: LedgerLine) => string;
  /** What the line is about: the task, else the package, the reason or the report. */
  title: (line: LedgerLine) => string;
  /** What kind of work it was, and what was done. */
  about: (line: LedgerLine) => string;
  packageOf: (line: LedgerLine) => string | null;
  report: (number: number | null) => string;
  /** A text of its own, by its key. */
  label: (key: string) => string;
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
  const reportName = remembered((number) => t('clients.reportNumber', { number }));
  const reportOf = ({ reportNumber }: LedgerLine) =>
    reportNumber === null ? null : t('reports.number', { number: reportNumber });
  const words: LedgerWords = {
    day: (line) =>
      line.workDay === null ? dates.shortDayOfMoment(line.postedAt) : dates.shortDay(line.workDay),
    // A reversal mirrors its line, kind and all; only what it names tells them apart.
    kind: (line) =>
      line.reverses === null ? kindName(line.kind) : t('ledger.reversalOf', { kind: kindName(line.kind) }),
    title: (line) => line.taskTitle ?? words.packageOf(line) ?? line.reason ?? reportOf(line) ?? '',
    about: (line) =>
      [line.workType === null ? '' : workType(line.workType), line.comment ?? ''].filter(Boolean).join(' · '),
    packageOf: ({ packageTitle, packageSource }) =>
      packageTitle === null ? null : packageName({ title: packageTitle, source: packageSource ?? '' }),
    report: (number) => (number === null ? '' : reportName(String(number))),
    label: remembered((key) => t(key)),
  };
  const columns = computed((): Column<LedgerLine>[] => {
    const title = (name: string) => t(`ledger.columns.${name}`);
    return [
      dayColumn('day', title('day'), (line) => line.workDay ?? dayOf(line.postedAt), {
        order: (line) => line.workedAt ?? line.postedAt,
      }),
      numberColumn('posting', title('posting'), (line) => line.posting),
      textColumn('what', title('what'), words.kind),
      textColumn('task', title('task'), words.title),
      textColumn('workType', title('workType'), (line) =>
        line.workType === null ? null : workType(line.workType),
      ),
      textColumn('comment', title('comment'), (line) => line.comment, { unsorted: true }),
      textColumn('who', title('who'), (line) => line.person),
      textColumn('package', title('package'), words.packageOf),
      hoursColumn('recorded', title('recorded'), (line) => line.recordedSeconds),
      hoursColumn('effect', title('effect'), (line) => line.balanceEffectSeconds, { mostFirst: false }),
      numberColumn('report', title('report'), (line) => line.reportNumber),
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
