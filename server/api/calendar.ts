import { z } from 'zod';
import { requestIdSchema, textSchema } from './basics.js';

/** `YYYY-MM-DD`, or `MM-DD` for every year. */
const calendarDay = z
  .string()
  .regex(/^(\d{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
  .refine((day) => z.iso.date().safeParse(day.length === 5 ? `2024-${day}` : day).success);
const weekdays = z.array(z.number().int().min(1).max(7)).min(1).max(7);

const calendarDayInput = z.object({
  day: calendarDay,
  /** true = people work although the week or a holiday says otherwise. */
  works: z.boolean(),
  note: textSchema.max(200).nullable().default(null),
});
export type CalendarDayInput = z.infer<typeof calendarDayInput>;

/** `PUT /api/v1/portal/calendar` (administrator): the whole calendar. Answers like GET. */
export const setCalendarSchema = z.object({
  requestId: requestIdSchema,
  weekdays: weekdays.refine((days) => new Set(days).size === days.length),
  days: z
    .array(calendarDayInput)
    .max(500)
    .refine((days) => new Set(days.map((one) => one.day)).size === days.length, {
      message: 'A day may stand in the calendar once',
    }),
});
export type SetCalendar = z.input<typeof setCalendarSchema>;
/** `POST /api/v1/portal/calendar/import` (administrator): week and holidays of the portal. Answers like GET. */
export const importCalendarSchema = z.object({ requestId: requestIdSchema });

/** `GET /api/v1/portal/calendar` (administrator, manager). */
export const calendarViewSchema = z.object({
  weekdays,
  days: z.array(calendarDayInput.extend({ source: z.enum(['hand', 'portal']), note: z.string().nullable() })),
});
export type CalendarView = z.infer<typeof calendarViewSchema>;
