import { useTranslation } from 'i18next-vue';
import type { AlertView } from '../../server/api/alerts.js';
import type { AlertGroup } from '../ui/alert-groups.js';
import { formatDuration } from '../ui/duration.js';
import { useDates } from '../ui/use-dates.js';

/** The sentences alerts are made of. */
export function useAlertWords() {
  const { t } = useTranslation();
  const dates = useDates();
  return {
    /** What happened, as one would say it. */
    sentence: ({ alerts, kind }: AlertGroup): string => {
      const [first] = alerts;
      if (!first) return '';
      return t(`alerts.text.${textOf(first)}`, {
        count: first.daysLeft ?? alerts.length,
        package: first.packageTitle || t('alerts.untitledPackage'),
        percent: first.percent ?? 0,
        time: formatDuration(first.seconds ?? 0),
        limit: formatDuration(first.limitSeconds ?? 0),
        day: first.day === null || kind !== 'expiry' ? '' : dates.shortDay(first.day),
        number: first.reportNumber ?? 0,
        task: first.taskTitle ?? `#${first.taskId ?? 0}`,
      });
    },
    /** One entry of a group. */
    entry: (alert: AlertView): string =>
      [
        alert.person,
        alert.day === null ? null : dates.shortDay(alert.day),
        formatDuration(alert.seconds ?? 0),
      ]
        .filter((part) => part !== null)
        .join(' · '),
    taskTitle: (alert: AlertView): string => alert.taskTitle ?? `#${alert.taskId ?? 0}`,
    since: ({ since }: AlertGroup): string => t('alerts.since', { moment: dates.moment(since) }),
  };
}

/** Round figures have words of their own. */
function textOf({ kind, percent, daysLeft, seconds }: AlertView): string {
  if (kind === 'threshold' && percent === 100) return 'used-up';
  if (kind === 'threshold' && (percent ?? 0) > 100) return 'beyond';
  if (kind === 'expiry' && daysLeft === 0) return 'expires-today';
  if (kind === 'overage-stop' && seconds === 0) return 'stop-reached';
  return kind;
}
