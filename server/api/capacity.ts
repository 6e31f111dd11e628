import { z } from 'zod';
import { daySchema, requestIdSchema, secondsSchema, textSchema } from './basics.js';

const dayLimit = 24 * 3_600;
const daySeconds = z.number().int().min(0).max(dayLimit);

const capacitySteps = [
  ...(['norm', 'day-off', 'holiday', 'worked-day', 'absence'] as const),
  ...(['vacation', 'sick', 'training', 'other'] as const),
] as const;

/** Why a day is as it is; the parts add up to the day's seconds. */
export const capacityPartSchema = z.object({
  step: z.enum(capacitySteps),
  seconds: secondsSchema,
  name: z.string().nullable(),
});
export const dayCapacitySchema = z.object({
  day: daySchema,
  seconds: daySeconds,
  parts: z.array(capacityPartSchema),
});

const takesPart = z.enum(['auto', 'always', 'never']);
const employee = z.object({ userId: z.number().int(), name: z.string(), position: z.string() });

export const personCapacitySchema = employee.extend({
  timeZone: z.string(),
  takesPart,
  norm: z.object({ zone: z.string(), week: z.array(daySeconds).length(7), startsAt: z.number().int() }),
  isUsualNorm: z.boolean(),
  days: z.array(dayCapacitySchema),
});
export type PersonCapacityView = z.infer<typeof personCapacitySchema>;

/** `GET /api/v1/planning/capacity?from=` (staff and performers): five weeks from the Monday of that day. */
export const capacityViewSchema = z.object({
  today: daySchema,
  weekOn: daySchema,
  days: z.array(daySchema),
  people: z.array(personCapacitySchema),
  /** Employees who take no part in plans. */
  others: z.array(employee),
  office: z.object({ daySeconds, startsAt: z.number().int() }),
  reserve: z.object({
    percent: z.number().int(),
    /** The 80th percentile of the urgent share in the last eight weeks; null = too little is known. */
    suggestedPercent: z.number().int().nullable(),
    weeks: z.array(z.object({ weekOn: daySchema, permille: z.number().int() })),
  }),
  absences: z.object({ askedAt: z.number().nullable(), refused: z.string().nullable() }),
  mayEdit: z.boolean(),
});
export type CapacityView = z.infer<typeof capacityViewSchema>;

export const capacityQuerySchema = z.object({ from: daySchema.optional() });

/** `PUT /api/v1/planning/people/:userId/norm` (manager). Null = as the office. */
export const setNormSchema = z.object({
  requestId: requestIdSchema,
  takesPart,
  week: z.array(daySeconds).length(7).nullable(),
  startsAt: z.number().int().min(0).max(1_439).nullable(),
});
export type SetNorm = z.input<typeof setNormSchema>;

/** `PUT /api/v1/planning/people/:userId/days` (manager). `typed: null` = back to what norm, calendar and absences say. */
export const setDaysSchema = z.object({
  requestId: requestIdSchema,
  days: z
    .array(daySchema)
    .min(1)
    .max(92)
    .refine((days) => new Set(days).size === days.length),
  typed: z
    .object({
      seconds: daySeconds,
      reason: z.enum(['vacation', 'sick', 'training', 'other']),
      note: textSchema.max(200).nullable().default(null),
    })
    .nullable(),
});
export type SetDays = z.input<typeof setDaysSchema>;

/** `PUT /api/v1/planning/office` (manager): the ordinary day and the reserve. */
export const setOfficeSchema = z.object({
  requestId: requestIdSchema,
  daySeconds: daySeconds.min(1_800),
  startsAt: z.number().int().min(0).max(1_439),
  reservePercent: z.number().int().min(0).max(80),
});
export type SetOffice = z.input<typeof setOfficeSchema>;

/** `POST /api/v1/planning/absences` (manager): reads them from the portal’s calendar again. */
export const readAbsencesSchema = z.object({ requestId: requestIdSchema });
