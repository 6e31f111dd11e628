import { useTranslation } from 'i18next-vue';
import type { ScheduleRule } from '../../server/api/reports.js';

/** A schedule as one would say it: «каждый понедельник в 10:00». */
export function useRuleWords() {
  const { t } = useTranslation();
  return (rule: ScheduleRule): string => {
    if (rule.every === 'cron') return t('schedule.saidCron', { expression: rule.expression });
    const { time } = rule;
    if (rule.every === 'week') return t(`schedule.saidWeek.${rule.weekday}`, { time });
    if (rule.every === 'month')
      return rule.day > 28
        ? t('schedule.saidMonthEnd', { day: rule.day, time })
        : t('schedule.saidMonth', { day: rule.day, time });
    return t('schedule.saidLast', { time });
  };
}
