import { z } from 'zod';
import { daySchema, requestIdSchema, secondsSchema } from './basics.js';

const id = z.number().int().positive();
const placeSchema = z.object({ userId: z.number().int(), startDay: daySchema, finishDay: daySchema });
export type PlaceView = z.infer<typeof placeSchema>;
const partSchema = z.object({ taskId: id, userId: id, day: daySchema, seconds: secondsSchema });

const sprintTaskSchema = z.object({
  taskId: id,
  title: z.string(),
  clientId: id,
  clientName: z.string(),
  status: z.number().int(),
  priority: z.number().int(),
  urgency: z.enum(['normal', 'urgent', 'critical']),
  workType: z.string(),
  deadline: daySchema.nullable(),
  estimateSeconds: secondsSchema,
  spentSeconds: secondsSchema,
  responsibleId: z.number().int(),
});
export type SprintTask = z.infer<typeof sprintTaskSchema>;

/** Why a task is not in the plan: the planner's reasons, and those that keep it from being asked at all. */
export const backlogReasonSchema = z.enum([
  ...(['needs-estimate', 'no-skill', 'performer-away', 'client-out-of-hours'] as const),
  ...(['client-hours-taken', 'not-yet', 'after-dependency', 'dependency-late', 'dependency-cycle'] as const),
  ...(['too-long', 'no-capacity', 'pin-impossible'] as const),
  ...(['waits-for-answer', 'awaits-approval', 'estimate-used-up', 'taken-out'] as const),
  'new',
]);
const backlogSchema = z.object({
  taskId: id,
  reason: backlogReasonSchema,
  missingSeconds: secondsSchema,
  nearestUserId: z.number().int().nullable(),
});
export type BacklogRow = z.infer<typeof backlogSchema>;

export const taskMoveSchema = z.object({
  taskId: id,
  kind: z.enum(['added', 'removed', 'other-person', 'later', 'earlier', 'same-dates']),
  before: placeSchema.nullable(),
  after: placeSchema.nullable(),
});
export type TaskMoveView = z.infer<typeof taskMoveSchema>;

const sprintDaySchema = z.object({
  day: daySchema,
  /** The whole day's capacity. */
  seconds: secondsSchema,
  /** Of it, what plans may still use: today what is left, in the past nothing. */
  aheadSeconds: secondsSchema,
  reserveSeconds: secondsSchema,
  reserveLeftSeconds: secondsSchema,
  plannedSeconds: secondsSchema,
  recordedSeconds: secondsSchema,
});
const sprintPersonSchema = z.object({
  userId: id,
  name: z.string(),
  position: z.string(),
  days: z.array(sprintDaySchema),
});
export type SprintPerson = z.infer<typeof sprintPersonSchema>;

const factTaskSchema = z.object({
  taskId: id,
  title: z.string(),
  clientName: z.string(),
  plannedSeconds: secondsSchema,
  recordedSeconds: secondsSchema,
  isDone: z.boolean(),
});
export const sprintFactSchema = z.object({
  /** Only work after this moment counts: the plan was first accepted within its week. Absent: all of the week counts. */
  countedFrom: z.number().int().optional(),
  plannedSeconds: secondsSchema,
  /** On planned tasks. */
  recordedSeconds: secondsSchema,
  /** On tasks that were not in the plan. */
  besideSeconds: secondsSchema,
  urgentSeconds: secondsSchema,
  doneTasks: z.number().int(),
  plannedTasks: z.number().int(),
  tasks: z.array(factTaskSchema),
  people: z.array(
    z.object({
      userId: id,
      name: z.string(),
      plannedSeconds: secondsSchema,
      recordedSeconds: secondsSchema,
    }),
  ),
});
export type SprintFact = z.infer<typeof sprintFactSchema>;

/** `GET /api/v1/planning/sprints/:weekOn` (staff and performers). `:weekOn` = `now` or any day of the week. */
export const sprintViewSchema = z.object({
  weekOn: daySchema,
  today: daySchema,
  /** proposal: nothing is stored, the rules propose; draft: changed since it was published, or never published. */
  state: z.enum(['proposal', 'draft', 'published']),
  isOver: z.boolean(),
  revision: z.number().int(),
  version: z.number().int(),
  publishedAt: z.number().nullable(),
  mayEdit: z.boolean(),
  people: z.array(sprintPersonSchema),
  tasks: z.array(sprintTaskSchema),
  parts: z.array(partSchema),
  /** Tasks that stay where the manager put them. */
  pinnedTaskIds: z.array(id),
  lateTaskIds: z.array(id),
  backlog: z.array(backlogSchema),
  clients: z.array(
    z.object({
      clientId: id,
      name: z.string(),
      /** Paid and not yet spent; null = no packages, billed later. */
      remainingSeconds: secondsSchema.nullable(),
      plannedSeconds: secondsSchema,
    }),
  ),
  reserve: z.object({
    percent: z.number().int(),
    todaySeconds: secondsSchema,
    todayLeftSeconds: secondsSchema,
    weekSeconds: secondsSchema,
    weekLeftSeconds: secondsSchema,
    isReleased: z.boolean(),
  }),
  /** Against what was published last; empty before the first publication. */
  diff: z.array(taskMoveSchema),
  fact: sprintFactSchema.nullable(),
});
export type SprintView = z.infer<typeof sprintViewSchema>;

/** What a change did to everything else, and the week as it is now. */
export const sprintChangedSchema = z.object({
  sprint: sprintViewSchema,
  /** Tasks that gave way or found room, the moved one left out. */
  effects: z.array(taskMoveSchema),
});
export type SprintChanged = z.infer<typeof sprintChangedSchema>;

const change = { requestId: requestIdSchema, version: z.number().int().min(0) };

/** `POST …/move` (manager): puts a task on a person's day (and the days after, as far as it takes), or out of the plan. */
export const moveTaskSchema = z.object({
  ...change,
  taskId: id,
  to: z.object({ userId: id, day: daySchema }).nullable(),
  mayExceedHours: z.boolean().default(false),
});
export type MoveTask = z.input<typeof moveTaskSchema>;

/** `POST …/free` (manager): the task is the planner's again. */
export const freeTaskSchema = z.object({ ...change, taskId: id });
/** `POST …/replan`, `…/discard`, `…/publish` (manager). */
export const changeSprintSchema = z.object(change);
export type ChangeSprint = z.input<typeof changeSprintSchema>;
/** `POST …/refine` (manager): looks for a better plan; progress by `GET …/refine`. */
export const refineSprintSchema = z.object({
  ...change,
  iterations: z.number().int().min(1_000).max(2_000_000).default(300_000),
});

export const refiningSchema = z.object({
  /** `interrupted`: the process died or was stopped. `overtaken`: somebody changed the plan meanwhile. */
  state: z.enum(['none', 'running', 'done', 'cancelled', 'interrupted', 'failed', 'overtaken']),
  done: z.number().int(),
  total: z.number().int(),
  /** How much better the plan became, in permille of its worth; 0 until it is done. */
  gainPermille: z.number().int(),
});
export type Refining = z.infer<typeof refiningSchema>;

/** `GET …/posts` (manager): what publishing would post now, word for word. */
export const sprintPostsSchema = z.object({
  posts: z.array(
    z.object({ key: z.string(), taskId: id.nullable(), clientId: id, title: z.string(), text: z.string() }),
  ),
});
export type SprintPosts = z.infer<typeof sprintPostsSchema>;

/** `GET /api/v1/clients/:clientId/sprint`: the client's own part of the published weeks, read-only. */
export const clientSprintSchema = z.object({
  weeks: z.array(
    z.object({
      weekOn: daySchema,
      publishedAt: z.number(),
      tasks: z.array(
        z.object({
          taskId: id,
          title: z.string(),
          performer: z.string(),
          startDay: daySchema,
          finishDay: daySchema,
          plannedSeconds: secondsSchema,
          isDone: z.boolean(),
        }),
      ),
    }),
  ),
});
export type ClientSprint = z.infer<typeof clientSprintSchema>;
