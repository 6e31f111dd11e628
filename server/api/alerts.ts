import { z } from 'zod';
import { daySchema, requestIdSchema, secondsSchema, textSchema } from './basics.js';

/** How serious: costs money or trust now, will soon, good to know. */
const alertLevelSchema = z.enum(['info', 'warn', 'bad']);
export type AlertLevel = z.infer<typeof alertLevelSchema>;

const alertKindSchema = z.enum([
  'threshold',
  'expiry',
  'overage',
  'overage-limit',
  'overage-stop',
  'no-comment',
  'long-entry',
  'closed-task',
  'held-entry',
  'report-draft',
  'report-forgotten',
  'report-unanswered',
  'dispute',
  'uncertain-post',
  'intake-urgent',
  'intake-critical',
]);

/** What a manager should look at. Fields that do not concern its kind are null. */
const alertViewSchema = z.object({
  clientId: z.number().int(),
  clientName: z.string(),
  /** Names it within its client. */
  key: z.string(),
  kind: alertKindSchema,
  level: alertLevelSchema,
  /** Since when it stands. */
  since: z.number().int(),
  seen: z.boolean(),
  packageTitle: z.string().nullable(),
  /** Of the package used, for thresholds. */
  percent: z.number().int().nullable(),
  /** What is left, the overage, or how long the entry is. */
  seconds: secondsSchema.nullable(),
  /** Overage the terms allow. */
  limitSeconds: secondsSchema.nullable(),
  /** Last day of the package, or the day of the work. */
  day: daySchema.nullable(),
  /** Whole days from the client's today to `day`, for expiry. */
  daysLeft: z.number().int().nullable(),
  taskId: z.number().int().nullable(),
  taskTitle: z.string().nullable(),
  person: z.string().nullable(),
  reportId: z.string().nullable(),
  reportNumber: z.number().int().nullable(),
});
export type AlertView = z.infer<typeof alertViewSchema>;

/**
 * `GET /api/v1/alerts` (administrator, manager: of the clients they may see) and `GET /api/v1/clients/:clientId/alerts`:
 * open alerts, the most serious first, then the newest.
 */
export const alertListSchema = z.object({ alerts: z.array(alertViewSchema) });

/** `POST /api/v1/clients/:clientId/alerts/seen`: a person knows of these and need not be reminded. */
export const markSeenSchema = z.object({
  requestId: requestIdSchema,
  keys: z.array(textSchema.min(1).max(200)).min(1).max(1000),
});
export type MarkSeen = z.input<typeof markSeenSchema>;

/** Open alerts of a client that nobody has seen to yet, and how serious the worst of them is. */
export const alertMarkSchema = z.object({ count: z.number().int().positive(), level: alertLevelSchema });
export type AlertMark = z.infer<typeof alertMarkSchema>;
