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

/** What a report was made for: a package that ended, a period that ended, or a cut that somebody chose. */
export const reportKindSchema = z.enum(['package', 'period', 'custom']);
export type ReportKind = z.infer<typeof reportKindSchema>;

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
  /** 1 = made before kinds, layouts, waivers and reasons; `storedModel` fills those in. */
  layoutVersion: z.union([z.literal(1), z.literal(2)]),
  language: z.enum(['ru', 'en']),
  kind: reportKindSchema,
  /** `brief` shows tasks without their single entries and comments. */
  layout: z.enum(['detailed', 'brief']),
  /** Name of the package whose end is the cut. */
  ofPackage: z.string().nullable(),
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
  /** Billed seconds given back on named entries. `issuedIn` null = the entry's hours above are without them already. */
  waivers: z.array(
    z.object({
      entryId: z.number().int(),
      day: daySchema,
      taskTitle: z.string(),
      person: z.string(),
      seconds: secondsSchema,
      reason: z.string(),
      noticedOn: daySchema,
      issuedIn: z.number().int().nullable(),
    }),
  ),
  otherLines: z.array(
    z.object({
      kind: z.string(),
      title: z.string(),
      seconds: secondsSchema,
      /** In somebody's own words; null where a rule alone decided. */
      reason: z.string().nullable(),
    }),
  ),
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
  /** The vendor's own words below the title and before the seal, as the terms had them at the issue. */
  greeting: z.string().optional(),
  closing: z.string().optional(),
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
  kind: reportKindSchema,
  cut: cutSchema,
  dueAt: z.number().int(),
  createdAt: z.number().int(),
  billedSeconds: secondsSchema.nullable(),
  closingSeconds: secondsSchema.nullable(),
});
export type ReportRow = z.infer<typeof reportRowSchema>;
export const reportListSchema = z.object({ reports: z.array(reportRowSchema) });

/** `POST /api/v1/clients/:clientId/reports/preview` `{cut}` and `GET …/reports/:reportId`: exactly what will be (was) posted. */
export const previewReportSchema = z.object({ cut: cutSchema, kind: reportKindSchema.default('custom') });
export const reportPreviewSchema = z.object({
  reportId: z.string().nullable(),
  state: reportStateSchema.nullable(),
  model: reportModelSchema,
  /** Texts in the order they are posted, for the portal's card. */
  parts: z.array(z.string()),
  card: z.enum(['old', 'new']),
  /** Files that go along with the last part, and where each stands; empty when the terms ask for none. */
  attachments: z.array(
    z.object({ format: z.enum(['pdf', 'xlsx']), state: z.enum(['planned', 'waiting', 'sent', 'failed']) }),
  ),
  /** Also told in the feed of the client's group. */
  toFeed: z.boolean(),
  /** In whose name it appears. */
  postingUser: z.object({ userId: z.number().int(), name: z.string() }).nullable(),
  reportTaskId: z.number().int().nullable(),
});
export type ReportPreview = z.infer<typeof reportPreviewSchema>;

/** `GET /api/v1/sample-report?language=ru`: what a report looks like, of an account that nobody has. */
export const sampleReportSchema = z.object({ model: reportModelSchema });
export type SampleReport = z.infer<typeof sampleReportSchema>;

/** `GET /api/v1/clients/:clientId/reports/package-ends`: used-up packages that no report has shown to their end. */
export const packageEndsSchema = z.object({
  packages: z.array(z.object({ packageId: z.number().int(), title: z.string(), cut: cutSchema })),
});
export type PackageEnds = z.infer<typeof packageEndsSchema>;

/** `POST /api/v1/clients/:clientId/reports`: issue and post what was seen at `position`; 409 `STALE` otherwise. */
export const postReportSchema = z.object({
  requestId: requestIdSchema,
  cut: cutSchema,
  kind: reportKindSchema.default('custom'),
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
/** What falls on a day off waits for the next working day, or stays where it is. */
const onDayOff = z.enum(['move', 'keep']).default('move');

/** When a client's report falls due, in the client's time zone; as `base/next-due` reckons it. */
export const scheduleRuleSchema = z.discriminatedUnion('every', [
  z.object({
    every: z.literal('week'),
    weekday: z.number().int().min(1).max(7),
    time: timeOfDay,
    onDayOff,
  }),
  /** 29 to 31: the last day of a month that is shorter. */
  z.object({ every: z.literal('month'), day: z.number().int().min(1).max(31), time: timeOfDay, onDayOff }),
  z.object({ every: z.literal('last-working-day'), time: timeOfDay }),
  /** Five fields; answers 422 `BAD_CRON` where it says nothing that ever falls due. */
  z.object({ every: z.literal('cron'), expression: z.string().trim().min(9).max(100), onDayOff }),
]);
export type ScheduleRule = z.infer<typeof scheduleRuleSchema>;

/** `POST /api/v1/clients/:clientId/schedules` and `PUT …/schedules/:scheduleId`. Answer like GET. */
export const saveScheduleSchema = z.object({
  requestId: requestIdSchema,
  rule: scheduleRuleSchema,
  /** false = a draft waits for approval. */
  automatic: z.boolean(),
});
export type SaveSchedule = z.input<typeof saveScheduleSchema>;
/** `POST …/schedules/:scheduleId/remove`. Answers like GET. */
export const removeScheduleSchema = z.object({ requestId: requestIdSchema });
/** `POST …/schedules/preview`: the next three dates of a rule before it is saved. */
export const previewScheduleSchema = z.object({ rule: scheduleRuleSchema });
export const schedulePreviewSchema = z.object({ nextThree: z.array(z.number().int()) });

const usedUpModeSchema = z.enum(['terms', 'off', 'draft', 'automatic']);
/** `PUT …/schedules/used-up`: what happens when a package is used up; `terms` = as the client's terms say. */
export const usedUpSchema = z.object({ requestId: requestIdSchema, mode: usedUpModeSchema });

/** `GET /api/v1/clients/:clientId/schedules`. */
export const scheduleListSchema = z.object({
  schedules: z.array(
    z.object({
      scheduleId: z.number().int(),
      rule: scheduleRuleSchema,
      automatic: z.boolean(),
      nextThree: z.array(z.number().int()),
    }),
  ),
  usedUp: z.object({
    mode: usedUpModeSchema,
    /** What the terms say today. */
    ofTerms: z.enum(['draft', 'automatic']),
  }),
});
export type ScheduleList = z.infer<typeof scheduleListSchema>;
export type ScheduleView = ScheduleList['schedules'][number];
