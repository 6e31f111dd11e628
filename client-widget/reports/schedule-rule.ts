import type { ScheduleRule } from '../../server/api/reports.js';

type Every = 'off' | ScheduleRule['every'];
/** The form keeps every field, so switching back and forth loses nothing. */
export interface ScheduleDraft {
  every: Every;
  weekday: number;
  day: number;
  time: string;
  automatic: boolean;
}

export function draftOf(rule: ScheduleRule | null, automatic: boolean): ScheduleDraft {
  return {
    every: rule?.every ?? 'off',
    weekday: rule?.every === 'week' ? rule.weekday : 1,
    day: rule?.every === 'month' ? rule.day : 1,
    time: rule?.time ?? '10:00',
    automatic,
  };
}

export function ruleOf(draft: ScheduleDraft): ScheduleRule | null {
  const { every, weekday, day, time } = draft;
  if (every === 'week') return { every, weekday, time };
  if (every === 'month') return { every, day, time };
  return every === 'off' ? null : { every, time };
}
