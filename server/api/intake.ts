import { z } from 'zod';
import { daySchema, requestIdSchema, secondsSchema, textSchema } from './basics.js';
import { backlogReasonSchema, sprintPostsSchema, taskMoveSchema } from './sprints.js';

const id = z.number().int().positive();
export const intakeKindSchema = z.enum(['urgent', 'critical']);
export type IntakeKind = z.infer<typeof intakeKindSchema>;

/** Why a task cannot be taken in now: the planner's reasons, and what lies before it. */
const intakeRefusalSchema = z.enum([
  ...backlogReasonSchema.options,
  /** The week has no accepted plan. */
  'no-sprint',
  /** It is closed, or of nobody who buys hours. */
  'not-open',
  /** It was taken in already, as pressing as this. */
  'taken',
]);
export type IntakeRefusal = z.infer<typeof intakeRefusalSchema>;

/** Reserve of the day on which the work begins, in seconds. */
const reserveEffectSchema = z.object({
  reserveBefore: secondsSchema,
  reserveAfter: secondsSchema,
  teamReserveBefore: secondsSchema,
  teamReserveAfter: secondsSchema,
});
export type ReserveEffect = z.infer<typeof reserveEffectSchema>;

const intakeCandidateSchema = reserveEffectSchema.extend({
  userId: id,
  name: z.string(),
  startDay: daySchema,
  finishDay: daySchema,
  /** Days after the task's deadline. */
  lateDays: z.number().int(),
  /** For this work type, and of this client; 0–1000. */
  skillPermille: z.number().int(),
  clientPermille: z.number().int(),
  /** Tasks of others that get another person or last day, or fall out of the week. */
  pushes: z.number().int(),
});
export type IntakeCandidateView = z.infer<typeof intakeCandidateSchema>;

const pushedTaskSchema = taskMoveSchema.extend({
  title: z.string(),
  clientName: z.string(),
  /** It misses its deadline now, and did not before. */
  isNewlyLate: z.boolean(),
});
export type PushedTask = z.infer<typeof pushedTaskSchema>;

const ask = {
  kind: intakeKindSchema,
  /** Whom the manager chose; left out = the best. */
  userId: id.optional(),
  /** Work it takes, for a task that nobody has sized; becomes its planned time. */
  seconds: z.number().int().min(900).max(144_000).optional(),
  /** Also beyond the client's paid hours. */
  mayExceedHours: z.boolean().default(false),
};

/** `POST /api/v1/tasks/:taskId/intake/preview` (manager of the client): what would follow; nothing is stored. */
export const previewIntakeSchema = z.object(ask);
export type PreviewIntake = z.input<typeof previewIntakeSchema>;

export const intakePreviewSchema = z.object({
  taskId: id,
  title: z.string(),
  clientName: z.string(),
  kind: intakeKindSchema,
  weekOn: daySchema,
  today: daySchema,
  /** Work that is planned: what the estimate leaves, or what was said; null = nobody has sized it. */
  seconds: secondsSchema.nullable(),
  refusal: z
    .object({ reason: intakeRefusalSchema, missingSeconds: secondsSchema, nearest: z.string().nullable() })
    .nullable(),
  /** Best first. */
  candidates: z.array(intakeCandidateSchema),
  chosenUserId: id.nullable(),
  pushed: z.array(pushedTaskSchema),
  reservePercent: z.number().int(),
  /** How hours of this urgency are billed by the client's terms of today; 1000 = as any. */
  multiplierPermille: z.number().int(),
  /** Paid hours of the client that no plan has taken, after this; null = not limited. */
  clientLeftSeconds: secondsSchema.nullable(),
  /** Will the task's priority in Bitrix24 be raised? */
  raisesPriority: z.boolean(),
  /** Word for word. */
  posts: sprintPostsSchema.shape.posts,
  /** Names what was seen: accepting anything else is refused. */
  seen: z.string(),
});
export type IntakePreview = z.infer<typeof intakePreviewSchema>;

/**
 * `POST /api/v1/tasks/:taskId/intake` (manager of the client): the week is published anew with it, and everybody
 * concerned told once. 409 STALE where the plan is not the one that was seen.
 */
export const acceptIntakeSchema = z.object({
  requestId: requestIdSchema,
  ...ask,
  seen: z.string(),
  /** The visitor's own token, used once to raise the priority in Bitrix24. */
  accessToken: z.string().optional(),
});
export type AcceptIntake = z.input<typeof acceptIntakeSchema>;

/** `POST /api/v1/tasks/:taskId/intake/propose` (staff who see the task): asks a manager. */
export const proposeIntakeSchema = z.object({
  requestId: requestIdSchema,
  kind: intakeKindSchema,
  note: textSchema.trim().max(500).default(''),
});
export type ProposeIntake = z.input<typeof proposeIntakeSchema>;

/** `POST /api/v1/intakes/:intakeId/undo` (manager), within the hour: 409 INTAKE_UNDO_OVER, INTAKE_PLAN_CHANGED. */
export const undoIntakeSchema = z.object({
  requestId: requestIdSchema,
  accessToken: z.string().optional(),
});
/** `POST /api/v1/intakes/:intakeId/dismiss` (manager): the proposal is not taken. */
export const dismissIntakeSchema = z.object({
  requestId: requestIdSchema,
  reason: textSchema.trim().max(500).default(''),
});

export const intakeViewSchema = z.object({
  intakeId: id,
  taskId: id,
  title: z.string(),
  clientId: id,
  clientName: z.string(),
  kind: intakeKindSchema,
  source: z.enum(['hand', 'tag', 'priority']),
  sign: z.string().nullable(),
  state: z.enum(['proposed', 'accepted', 'undone', 'dismissed', 'withdrawn']),
  note: z.string(),
  /** Null = whoever changed the task in Bitrix24. */
  proposedBy: z.string().nullable(),
  proposedAt: z.number().int(),
  performer: z.string().nullable(),
  startDay: daySchema.nullable(),
  finishDay: daySchema.nullable(),
  reserve: reserveEffectSchema.nullable(),
  pushed: z.number().int(),
  acceptedBy: z.string().nullable(),
  acceptedAt: z.number().int().nullable(),
  /** What became of the priority in Bitrix24. */
  priority: z.enum(['none', 'pending', 'set', 'refused']),
  /** Until when it can be taken back; null = not any more. */
  undoUntil: z.number().int().nullable(),
  endedBy: z.string().nullable(),
  endedAt: z.number().int().nullable(),
  endReason: z.string().nullable(),
  /** May the visitor decide about it? */
  mayDecide: z.boolean(),
});
export type IntakeView = z.infer<typeof intakeViewSchema>;

/** `GET /api/v1/planning/intakes` (staff): what waits for a manager, and what was decided today. */
export const intakesSchema = z.object({
  today: daySchema,
  now: z.number().int(),
  proposed: z.array(intakeViewSchema),
  taken: z.array(intakeViewSchema),
});
export type Intakes = z.infer<typeof intakesSchema>;

/** `GET /api/v1/tasks/:taskId/intake` (staff who see the task). */
export const taskIntakeSchema = z.object({
  now: z.number().int(),
  /** What waits, and what was decided today; newest first. */
  intakes: z.array(intakeViewSchema),
  /** Open, of a client, and not taken in yet. */
  may: z.object({ propose: z.boolean(), accept: z.boolean() }),
});
export type TaskIntake = z.infer<typeof taskIntakeSchema>;

const tags = z.array(textSchema.trim().min(1).max(60)).max(10);
/** `GET`, `PUT /api/v1/planning/intake-ways` (manager): what in Bitrix24 asks a manager to take a task in. */
export const intakeWaysSchema = z.object({
  urgentTags: tags,
  criticalTags: tags,
  byPriority: z.boolean(),
});
export type IntakeWays = z.infer<typeof intakeWaysSchema>;
export const setIntakeWaysSchema = intakeWaysSchema.extend({ requestId: requestIdSchema });
export type SetIntakeWays = z.infer<typeof setIntakeWaysSchema>;
