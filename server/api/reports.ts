import { z } from 'zod';
import { daySchema, requestIdSchema, secondsSchema, textSchema } from './basics.js';

/** Where a report ends in work order: the end of a local day, or the moment a package ended. */
export const cutSchema = z.discriminatedUnion('at', [
  z.object({ at: z.literal('day'), day: daySchema }),
  z.object({
    at: z.literal('package-end'),
    packageId: z.number().int(),
    /** Work order key of the last second of the package. */
    workedAt: z.number().int(),
    entryId: z.number().int(),
  }),
]);
export type Cut = z.infer<typeof cutSchema>;

const workLineSchema = z.object({
  entryId: z.number().int(),
  day: daySchema,
  person: z.string(),
  comment: z.string(),
  recordedSeconds: secondsSchema,
  billedSeconds: secondsSchema,
  workType: z.string(),
});

const taskSectionSchema = z.object({
  taskId: z.number().int(),
  title: z.string(),
  recordedSeconds: secondsSchema,
  billedSeconds: secondsSchema,
  performers: z.array(z.object({ name: z.string(), billedSeconds: secondsSchema })),
  lines: z.array(workLineSchema),
});

/** The whole report: every rendering (text, HTML, later PDF and XLSX) is made from this and nothing else. */
export const reportModelSchema = z.object({
  layoutVersion: z.literal(1),
  language: z.enum(['ru', 'en']),
  number: z.number().int(),
  clientName: z.string(),
  timeZone: z.string(),
  cut: cutSchema,
  /** First and last work day among its lines; null when there is none. */
  from: daySchema.nullable(),
  to: daySchema.nullable(),
  position: z.number().int(),
  openingSeconds: secondsSchema,
  closingSeconds: secondsSchema,
  boughtSeconds: secondsSchema,
  billedSeconds: secondsSchema,
  recordedSeconds: secondsSchema,
  overageSeconds: secondsSchema,
  packages: z.array(
    z.object({
      title: z.string(),
      sizeSeconds: secondsSchema,
      spentHereSeconds: secondsSchema,
      leftSeconds: secondsSchema,
      expiresOn: daySchema.nullable(),
    }),
  ),
  bought: z.array(z.object({ title: z.string(), day: daySchema, seconds: secondsSchema, kind: z.string() })),
  tasks: z.array(taskSectionSchema),
  workTypes: z.array(z.object({ workType: z.string(), billedSeconds: secondsSchema })),
  addedLater: z.array(taskSectionSchema),
  corrections: z.array(
    z.object({
      entryId: z.number().int(),
      day: daySchema,
      taskTitle: z.string(),
      person: z.string(),
      wasSeconds: secondsSchema,
      nowSeconds: secondsSchema,
      noticedOn: daySchema,
      issuedIn: z.number().int().nullable(),
    }),
  ),
  otherLines: z.array(z.object({ kind: z.string(), title: z.string(), seconds: secondsSchema })),
  courtesy: z.array(z.object({ taskTitle: z.string(), recordedSeconds: secondsSchema, reason: z.string() })),
  replaces: z.number().int().nullable(),
  /** Hash of the last line at `position`: the seal printed on the report. */
  seal: z.string(),
  /** Where to accept it or question its lines; reports of earlier versions say nothing of it. */
  howToAnswer: z
    .object({
      /** Opens exactly this report in the app. */
      url: z.string(),
      /** Last day for objections, after which silence is acceptance; null where it never is. */
      objectionsUntil: daySchema.nullable(),
    })
    .optional(),
});
export type ReportModel = z.infer<typeof reportModelSchema>;

export const reportStateSchema = z.enum([
  'planned',
  'draft',
  'stale',
  'issued',
  'posted',
  'uncertain',
  'dismissed',
]);

/** `GET /api/v1/clients/:clientId/reports` → `{reports: ReportRow[]}`, newest first. */
export const reportRowSchema = z.object({
  reportId: z.string(),
  number: z.number().int().nullable(),
  state: reportStateSchema,
  cause: z.enum(['demand', 'exhausted', 'schedule']),
  cut: cutSchema,
  dueAt: z.number().int(),
  createdAt: z.number().int(),
  billedSeconds: secondsSchema.nullable(),
  closingSeconds: secondsSchema.nullable(),
});
export type ReportRow = z.infer<typeof reportRowSchema>;
export const reportListSchema = z.object({ reports: z.array(reportRowSchema) });

/** `POST /api/v1/clients/:clientId/reports/preview` `{cut}` and `GET …/reports/:reportId`: exactly what will be (was) posted. */
export const previewReportSchema = z.object({ cut: cutSchema });
export const reportPreviewSchema = z.object({
  reportId: z.string().nullable(),
  state: reportStateSchema.nullable(),
  model: reportModelSchema,
  /** Texts in the order they are posted, for the portal's card. */
  parts: z.array(z.string()),
  card: z.enum(['old', 'new']),
  /** In whose name it appears. */
  postingUser: z.object({ userId: z.number().int(), name: z.string() }).nullable(),
  reportTaskId: z.number().int().nullable(),
});
export type ReportPreview = z.infer<typeof reportPreviewSchema>;

/** `POST /api/v1/clients/:clientId/reports`: issue and post what was seen at `position`; 409 `STALE` otherwise. */
export const postReportSchema = z.object({
  requestId: requestIdSchema,
  cut: cutSchema,
  position: z.number().int(),
});
/** `POST …/reports/:reportId/approve` `{requestId, position}`; `POST …/reports/:reportId/dismiss` `{requestId, reason}`. */
export const approveReportSchema = z.object({ requestId: requestIdSchema, position: z.number().int() });
/** `POST …/reports/:reportId/reopen`: only the newest issued one. */
export const reopenReportSchema = z.object({
  requestId: requestIdSchema,
  reason: textSchema.trim().min(3).max(500),
});

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** Schedule of a client's reports, in the client's time zone. `GET|PUT /api/v1/clients/:clientId/schedule`. */
export const scheduleRuleSchema = z.discriminatedUnion('every', [
  z.object({ every: z.literal('week'), weekday: z.number().int().min(1).max(7), time: timeOfDay }),
  z.object({ every: z.literal('month'), day: z.number().int().min(1).max(28), time: timeOfDay }),
  z.object({ every: z.literal('last-working-day'), time: timeOfDay }),
]);
export type ScheduleRule = z.infer<typeof scheduleRuleSchema>;
export const scheduleSchema = z.object({
  rule: scheduleRuleSchema.nullable(),
  /** false = a draft waits for approval. */
  automatic: z.boolean(),
});
export const scheduleViewSchema = scheduleSchema.extend({ nextThree: z.array(z.number().int()) });
export type ScheduleView = z.infer<typeof scheduleViewSchema>;
