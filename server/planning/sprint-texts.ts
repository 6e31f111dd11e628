import { DateTime } from 'luxon';
import type { Day } from '../base/days.js';
import { formatDuration } from '../base/durations.js';
import { type Language, textsIn } from '../base/i18n/index.js';
import { b, escapeLine } from '../portal/rest/index.js';
import type { Place, TaskMove } from './rules/plan-model.js';

/** What a planned task is told with. */
export interface ToldTask {
  title: string;
  performer: string;
  place: Place;
  seconds: number;
}

/** `Tue, 3 March`, as the language writes it. */
export function dayWithName(day: Day, language: Language): string {
  const date = DateTime.fromISO(day, { zone: 'utc' }).setLocale(language);
  return language === 'ru'
    ? `${date.toLocaleString({ day: 'numeric', month: 'long' })} (${date.toFormat('ccc')})`
    : date.toLocaleString({ weekday: 'short', day: 'numeric', month: 'long' });
}

/** `2 марта – 8 марта`. */
export function weekName(weekOn: Day, language: Language): string {
  const from = DateTime.fromISO(weekOn, { zone: 'utc' }).setLocale(language);
  const to = from.plus({ days: 6 });
  const shape = { day: 'numeric', month: 'long' } as const;
  const isOneMonth = from.month === to.month;
  const first = isOneMonth && language === 'ru' ? String(from.day) : from.toLocaleString(shape);
  return `${first}–${to.toLocaleString(shape)}`;
}

/** In the task itself: who does it and when, or that it is not planned any more. */
export function taskText(move: TaskMove, performer: (userId: number) => string, language: Language): string {
  const texts = textsIn(language);
  if (move.after === null) return texts('planning.task.removed');
  const when = whenOf(move.after, language);
  const values = { performer: escapeLine(performer(move.after.userId)), when };
  if (move.before === null) return texts('planning.task.added', values);
  const before = whenOf(move.before, language);
  return move.kind === 'other-person'
    ? texts('planning.task.otherPerson', {
        ...values,
        was: escapeLine(performer(move.before.userId)),
        before,
      })
    : texts(`planning.task.${move.kind === 'earlier' ? 'earlier' : 'later'}`, { ...values, before });
}

/** A day, or from when to when. */
export function whenOf(place: Place, language: Language): string {
  const texts = textsIn(language);
  const from = dayWithName(place.startDay, language);
  if (place.startDay === place.finishDay) return from;
  return texts('planning.when.days', { from, to: dayWithName(place.finishDay, language) });
}

/** In the client's report task: the week at a glance. */
export function clientText(
  week: { weekOn: Day; isChanged: boolean; tasks: readonly ToldTask[]; dropped: readonly string[] },
  language: Language,
): string {
  const texts = textsIn(language);
  const name = weekName(week.weekOn, language);
  const total = week.tasks.reduce((sum, task) => sum + task.seconds, 0);
  const title = texts(week.isChanged ? 'planning.client.changed' : 'planning.client.title', { week: name });
  const lines = week.tasks.map(
    ({ title: task, performer, place }) =>
      `• ${escapeLine(task)} — ${escapeLine(performer)}, ${whenOf(place, language)}`,
  );
  const dropped = week.dropped.map((task) => texts('planning.client.dropped', { task: escapeLine(task) }));
  const sum =
    lines.length === 0
      ? texts('planning.client.nothing')
      : texts('planning.client.total', { hours: formatDuration(total) });
  return [b(title), ...lines, ...dropped, '', sum, texts('planning.client.note')].join('\n');
}
