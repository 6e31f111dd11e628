import { DateTime } from 'luxon';
import type { ReportModel } from '../api/index.js';
import type { Texts } from '../base/i18n/index.js';

type Language = ReportModel['language'];

/** A day in a table: 03.11.2026, 3 Nov 2026. */
export function dayText(iso: string, language: Language): string {
  return written(iso, language, language === 'ru' ? 'dd.MM.yyyy' : 'd MMM yyyy');
}

/** A day in a list that names its year above: 03.11, 3 Nov. */
export function shortDayText(iso: string, language: Language): string {
  return written(iso, language, language === 'ru' ? 'dd.MM' : 'd MMM');
}

/** Which days the work of a report is from, as one would say it: «с 3 по 9 ноября 2026 года». */
export function periodText(model: ReportModel, texts: Texts): string {
  const { from, to, language } = model;
  if (from === null || to === null) return texts('report.noWork');
  const last = texts('report.fullDay', { day: written(to, language, 'd MMMM'), year: to.slice(0, 4) });
  if (from === to) return texts('report.periodOfDay', { day: last });
  return texts('report.period', { from: firstDay(from, to, language, texts), to: last });
}

/** No month or year is said twice. */
function firstDay(from: string, to: string, language: Language, texts: Texts): string {
  if (from.slice(0, 7) === to.slice(0, 7)) return written(from, language, 'd');
  const day = written(from, language, 'd MMMM');
  return from.slice(0, 4) === to.slice(0, 4) ? day : texts('report.fullDay', { day, year: from.slice(0, 4) });
}

function written(iso: string, language: Language, format: string): string {
  return DateTime.fromISO(iso).setLocale(language).toFormat(format);
}
