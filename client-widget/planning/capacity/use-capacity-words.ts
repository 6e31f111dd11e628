import { useTranslation } from 'i18next-vue';
import type { PersonCapacityView } from '../../../server/api/capacity.js';
import { formatChange, formatDuration } from '../../ui/duration.js';

type Day = PersonCapacityView['days'][number];

/** A day's sum in words: `8:00 − праздник «…» 8:00 = 0:00`. */
export function useCapacityWords() {
  const { t } = useTranslation();
  function part({ step, seconds, name }: Day['parts'][number]): string {
    const what = t(`capacity.steps.${step}`);
    const named = name ? `${what} «${name}»` : what;
    return `${named}: ${step === 'norm' ? formatDuration(seconds) : formatChange(seconds)}`;
  }
  return {
    part,
    sum: (day: Day) =>
      day.parts.length <= 1 && day.parts[0]?.step === 'norm'
        ? formatDuration(day.seconds)
        : `${formatDuration(day.seconds)} — ${day.parts.map(part).join('; ')}`,
    norm(person: PersonCapacityView): string {
      const week = person.norm.week.reduce((sum, seconds) => sum + seconds, 0);
      return t(person.isUsualNorm ? 'capacity.usualWeek' : 'capacity.ownWeek', {
        hours: formatDuration(week),
      });
    },
  };
}
