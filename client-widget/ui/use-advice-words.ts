import { useTranslation } from 'i18next-vue';
import type { AdviceReason, AdviceRow, Performers } from '../../server/api/skills.js';
import { formatDuration } from './duration.js';
import { useWorkWords } from './use-work-words.js';

/** Permille from which something counts as much, and as some. */
const MUCH = 700;
const SOME = 400;

/** Why somebody is suggested, in words; a share alone says little. */
export function useAdviceWords() {
  const { t, i18next } = useTranslation();
  const work = useWorkWords();
  const short = (day: string) =>
    new Intl.DateTimeFormat(i18next.language, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
      Date.parse(`${day}T00:00:00Z`),
    );
  const level = (permille: number) => (permille >= MUCH ? 'much' : permille >= SOME ? 'some' : 'little');

  function reason(one: AdviceReason, { hasDeadline }: Pick<Performers, 'hasDeadline'>): string {
    switch (one.reason) {
      case 'skill': {
        const name = one.isSet ? 'set' : one.permille === 500 ? 'unknown' : level(one.permille);
        return t(`advice.skill.${name}`, { type: work.workType(one.workType), share: percent(one.permille) });
      }
      case 'knows-client':
        return t(`advice.client.${one.permille === 0 ? 'never' : level(one.permille)}`);
      case 'free-time':
        return t(`advice.free.${hasDeadline ? 'deadline' : 'plan'}.${one.isEnough ? 'enough' : 'short'}`, {
          time: formatDuration(one.seconds),
        });
      case 'wip':
        return one.limit === null
          ? t('advice.wip.plain', { count: one.wip })
          : t('advice.wip.limited', { count: one.wip, limit: one.limit });
    }
  }

  function finish(
    { finishDay, inTime }: AdviceRow,
    { hasDeadline }: Pick<Performers, 'hasDeadline'>,
  ): string {
    if (finishDay === null) return t('advice.noRoom');
    const name = !hasDeadline ? 'finish' : inTime ? 'inTime' : 'late';
    return t(`advice.${name}`, { day: short(finishDay) });
  }

  return { reason, finish };
}

const percent = (permille: number) => Math.round(permille / 10);
