import type { ScheduleRule } from '../../server/api/reports.js';

/** The form keeps every field, so switching back and forth loses nothing. */
export interface ScheduleDraft {
  every: ScheduleRule['every'];
  weekday: number;
  day: number;
  time: string;
  expression: string;
  onDayOff: 'move' | 'keep';
  automatic: boolean;
}

export function draftOf(rule: ScheduleRule | null, automatic: boolean): ScheduleDraft {
  return {
    every: rule?.every ?? 'week',
    weekday: rule?.every === 'week' ? rule.weekday : 1,
    day: rule?.every === 'month' ? rule.day : 1,
    time: rule && 'time' in rule ? rule.time : '10:00',
    expression: rule?.every === 'cron' ? rule.expression : '0 10 * * 1',
    onDayOff: rule && 'onDayOff' in rule ? rule.onDayOff : 'move',
    automatic,
  };
}

/** Null while what stands in the fields is no rule yet. */
export function ruleOf(draft: ScheduleDraft): ScheduleRule | null {
  const { every, weekday, day, time, onDayOff } = draft;
  const expression = draft.expression.trim().replaceAll(/\s+/g, ' ');
  if (every === 'cron') return /^\S+( \S+){4}$/.test(expression) ? { every, expression, onDayOff } : null;
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return null;
  if (every === 'week') return { every, weekday, time, onDayOff };
  if (every === 'month') return { every, day, time, onDayOff };
  return { every, time };
}
