import { useTranslation } from 'i18next-vue';
import type { IntakeView } from '../../../server/api/intake.js';
import { useDates } from '../../ui/use-dates.js';

const tones = {
  proposed: 'warn',
  accepted: 'good',
  undone: 'neutral',
  dismissed: 'neutral',
  withdrawn: 'neutral',
} as const;

/** What is said of urgent and critical work. */
export function useIntakeWords() {
  const { t, i18next } = useTranslation();
  const dates = useDates();
  /** Written out: a shortened month would end in a dot of its own. */
  const format = () =>
    new Intl.DateTimeFormat(i18next.language, { day: 'numeric', month: 'long', timeZone: 'UTC' });
  const at = (day: string) => Date.parse(`${day}T00:00:00Z`);
  const short = (day: string) => format().format(at(day));
  const span = (from: string, to: string) => format().formatRange(at(from), at(to));
  return {
    short,
    span,
    tone: (state: IntakeView['state']) => tones[state],
    /** Who or what asked. */
    asked({ source, proposedBy, proposedAt, sign }: IntakeView): string {
      return t(`intake.asked.${source}`, {
        ...{ who: proposedBy ?? '', sign: sign ?? '', when: dates.moment(proposedAt) },
      });
    },
    signed: (who: string | null, at: number | null) =>
      who === null || at === null ? '' : t('intake.takenBy', { who, when: dates.moment(at) }),
    days: ({ startDay, finishDay }: Pick<IntakeView, 'startDay' | 'finishDay'>) =>
      startDay === null || finishDay === null ? '' : span(startDay, finishDay),
  };
}
