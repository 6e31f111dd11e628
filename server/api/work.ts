import { z } from 'zod';
import { balanceSchema, daySchema, requestIdSchema, secondsSchema, textSchema } from './basics.js';

export const workRuleSchema = z.object({
  ruleId: z.number().int(),
  clientId: z.number().int().nullable(),
  field: z.enum(['title', 'tag', 'any']),
  word: z.string(),
  workType: z.string(),
});
export type WorkRuleView = z.infer<typeof workRuleSchema>;

/** `GET /api/v1/work-rules` (administrator, manager): rules in their order, and what may be chosen in them. */
export const workRulesSchema = z.object({
  rules: z.array(workRuleSchema),
  workTypes: z.array(z.string()),
  clients: z.array(z.object({ clientId: z.number().int(), name: z.string() })),
});
export type WorkRulesView = z.infer<typeof workRulesSchema>;

const ruleDraftSchema = z.object({
  /** Of a rule that is there already; null = a new one. */
  ruleId: z.number().int().positive().nullable(),
  clientId: z.number().int().positive().nullable(),
  field: z.enum(['title', 'tag', 'any']),
  word: textSchema.trim().max(100),
  workType: textSchema.trim().min(1).max(60),
});

/**
 * `PUT /api/v1/work-rules` (administrator): the whole list in its order. A rule that asks something else now gets a new
 * number. `seen` = numbers of the rules as they were read, in order; 409 RULES_CHANGED where they are others now.
 */
export const saveWorkRulesSchema = z.object({
  requestId: requestIdSchema,
  seen: z.array(z.number().int()),
  rules: z.array(ruleDraftSchema).max(200),
});
export type SaveWorkRules = z.infer<typeof saveWorkRulesSchema>;

/** `POST /api/v1/work-rules/preview`: tasks whose work type the list would change; nothing is stored. */
export const previewWorkRulesSchema = saveWorkRulesSchema.pick({ rules: true });
export const workRulesPreviewSchema = z.object({
  tasks: z.number().int(),
  /** The first of them. */
  examples: z.array(
    z.object({
      taskId: z.number().int(),
      title: z.string(),
      client: z.string(),
      was: z.string().nullable(),
      now: z.string().nullable(),
    }),
  ),
});
export type WorkRulesPreview = z.infer<typeof workRulesPreviewSchema>;

export const courtesyReasonSchema = z.enum(['own-bug', 'free-support', 'goodwill', 'internal']);

/**
 * `POST /api/v1/tasks/:taskId/mark` and `POST /api/v1/clients/:clientId/entries/:entryId/mark`. What is left out stays as
 * it is; null = left to tags, rules and terms again. Hours that a report has shown keep what it showed.
 */
export const markWorkSchema = z
  .object({
    requestId: requestIdSchema,
    workType: textSchema.trim().min(1).max(60).nullable().optional(),
    urgency: z.enum(['normal', 'urgent', 'critical']).nullable().optional(),
    courtesyReason: courtesyReasonSchema.nullable().optional(),
    reason: textSchema.trim().max(500).default(''),
  })
  .refine(
    (mark) => mark.workType !== undefined || mark.urgency !== undefined || mark.courtesyReason !== undefined,
    {
      message: 'Say what to mark',
    },
  )
  .refine((mark) => (mark.courtesyReason ?? null) === null || mark.reason !== '', {
    message: 'Say why the client does not pay for it',
    path: ['reason'],
  });
export type MarkWork = z.input<typeof markWorkSchema>;

/** Who or what said it, and the sentence for it. */
export const originViewSchema = z.object({
  how: z.enum(['entry-mark', 'task-mark', 'tag', 'rule', 'handoff', 'terms']),
  text: z.string(),
});

const workNowSchema = z.object({
  workType: z.object({ value: z.string(), from: originViewSchema }),
  urgency: z.object({ value: z.string(), from: originViewSchema }),
  courtesy: z.object({ value: z.string(), from: originViewSchema }).nullable(),
});
export type WorkNow = z.infer<typeof workNowSchema>;

/** What people marked by hand; null = left to tags, rules and terms. */
export const workMarkSchema = z.object({
  workType: z.string().nullable(),
  urgency: z.string().nullable(),
  courtesyReason: z.string().nullable(),
});
export type WorkMarkView = z.infer<typeof workMarkSchema>;

/** One entry of the task; what is open is shown to staff only. */
export const taskEntrySchema = z.object({
  entryId: z.number().int(),
  workDay: daySchema.nullable(),
  person: z.string().nullable(),
  comment: z.string().nullable(),
  recordedSeconds: secondsSchema,
  billedSeconds: secondsSchema,
  courtesySeconds: secondsSchema,
  workType: z.string().nullable(),
  /** The report that shows it; null = none yet. */
  reportNumber: z.number().int().nullable(),
  /** The newest line of the entry: ask it why. */
  line: z.object({ posting: z.number().int(), line: z.number().int() }),
  mark: workMarkSchema,
  /** May the visitor mark this entry? */
  mayMark: z.boolean(),
});
export type TaskEntry = z.infer<typeof taskEntrySchema>;

/** `GET /api/v1/tasks/:taskId`: the tab of a task. */
export const taskHoursSchema = z.object({
  taskId: z.number().int(),
  title: z.string(),
  /** Null: the task's group belongs to no client. */
  client: z
    .object({
      clientId: z.number().int(),
      name: z.string(),
      timeZone: z.string(),
      balance: balanceSchema,
      usableSizeSeconds: secondsSchema,
    })
    .nullable(),
  groupId: z.number().int(),
  groupName: z.string().nullable(),
  part: z.enum(['development', 'free-support', 'report-task']).nullable(),
  /** 0 = none was made. Null for those who see only what reports show. */
  estimateSeconds: secondsSchema.nullable(),
  recordedSeconds: secondsSchema,
  billedSeconds: secondsSchema,
  courtesySeconds: secondsSchema,
  notIssuedSeconds: secondsSchema.nullable(),
  /** Time the mirror knows of which is not in this client's ledger: before accounting, dated ahead, of another client. */
  elsewhereSeconds: secondsSchema.nullable(),
  /** Null for those who see only what reports show. */
  work: workNowSchema.nullable(),
  mark: workMarkSchema,
  workTypes: z.array(z.string()),
  entries: z.array(taskEntrySchema),
  may: z.object({
    markType: z.boolean(),
    markUrgency: z.boolean(),
    markCourtesy: z.boolean(),
    askWhy: z.boolean(),
  }),
});
export type TaskHours = z.infer<typeof taskHoursSchema>;
