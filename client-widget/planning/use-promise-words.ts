import { useTranslation } from 'i18next-vue';
import { computed } from 'vue';
import type { PromiseView, UnknownReason } from '../../server/api/promises.js';
import { useApp } from '../ui/app-context.js';
import { dayNames } from './week-days.js';

type Promised = Extract<PromiseView, { kind: 'promised' }>;

/** Dates that may be kept, and honest words where there is none. */
export function usePromiseWords() {
  const { t, i18next } = useTranslation();
  const { session } = useApp();
  const names = computed(() => dayNames(i18next.language));
  const day = (one: string) => `${names.value.short(one)} (${names.value.weekday(one)})`;

  function likely({ on50, on90 }: Promised, until: string): string {
    if (on50 === null) return t('promises.after', { day: day(until) });
    return t(on50 === on90 ? 'promises.surely' : 'promises.likely', { day: day(on50) });
  }

  function safely({ on50, on90 }: Promised, until: string): string {
    if (on50 === null || on50 === on90) return '';
    return on90 === null
      ? t('promises.safelyAfter', { day: day(until) })
      : t('promises.safely', { day: day(on90) });
  }

  function unknown(reason: UnknownReason): string {
    const who = session.role === 'client' ? 'forClient' : 'forStaff';
    return t([`promises.${who}.${reason}`, `promises.unknown.${reason}`, `promises.${who}.other`]);
  }

  const when = ({ startDay, finishDay }: Promised) =>
    startDay === finishDay ? day(finishDay) : `${day(startDay)} – ${day(finishDay)}`;

  return { day, likely, safely, unknown, when };
}

/** How a deadline stands to a promise. */
export function deadlineTone({ deadline, on50, on90 }: Promised): 'good' | 'warn' | 'bad' | null {
  if (deadline === null) return null;
  if (on90 !== null && on90 <= deadline) return 'good';
  return on50 !== null && on50 <= deadline ? 'warn' : 'bad';
}
