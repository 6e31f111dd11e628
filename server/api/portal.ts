import { z } from 'zod';
import { requestIdSchema, secondsSchema } from './basics.js';
import { longWorkSchema } from './long-work.js';

/** A post that waits for a person: nobody can tell whether it is there (`uncertain`), or it was refused (`failed`). */
export const waitingPostSchema = z.object({
  outboxId: z.string(),
  clientId: z.number().int(),
  clientName: z.string().nullable(),
  kind: z.enum([
    'create-report-task',
    'create-task',
    'planned-time',
    'observers',
    'comment',
    'file',
    'file-commit',
    'notice',
    'feed-post',
  ]),
  key: z.string(),
  state: z.enum(['uncertain', 'failed']),
  reason: z.string().nullable(),
  startedAt: z.number().int().nullable(),
  /** What was to be said, as it was to be sent, its beginning; null for a file. */
  text: z.string().nullable(),
  isCut: z.boolean(),
  fileName: z.string().nullable(),
  /** The task it goes to, where that is there already. */
  taskId: z.number().int().nullable(),
  /** The group whose feed or task list it goes to. */
  groupId: z.number().int().nullable(),
  /** Whom a notice is for. */
  recipient: z.object({ userId: z.number().int(), name: z.string() }).nullable(),
});
export type WaitingPost = z.infer<typeof waitingPostSchema>;

/** `GET /api/v1/clients/:clientId/posts` (managers of the client, administrators): its posts that wait for a person. */
export const waitingPostListSchema = z.object({ posts: z.array(waitingPostSchema) });

const methodBudgetSchema = z.object({
  method: z.string(),
  callsHour: z.number().int(),
  callsDay: z.number().int(),
  /** How long the portal said they ran; of requests, how long we waited. */
  runMsHour: z.number().int(),
  runMsDay: z.number().int(),
  /** The most of the method's budget that was used within ten minutes. */
  mostMsHour: z.number().int(),
  mostMsDay: z.number().int(),
  /** Put off by the portal for its limits. */
  refusedDay: z.number().int(),
});
/** What the app used of the portal's REST API, and what the platform allows. */
export const restBudgetSchema = z.object({
  limits: z.object({
    burst: z.number(),
    perSecond: z.number(),
    operatingSeconds: z.number(),
    windowSeconds: z.number(),
  }),
  /** HTTP requests: one may carry fifty calls. */
  requests: methodBudgetSchema.nullable(),
  methods: z.array(methodBudgetSchema),
});

/** `GET /api/v1/portal/health` (administrator, manager): what waits for a person, and how the app is doing. */
export const portalHealthSchema = z.object({
  /** Long works of the last day. */
  progress: z.array(longWorkSchema),
  lastTailPollAt: z.number().int().nullable(),
  lastSweepAt: z.number().int().nullable(),
  postingUser: z.object({ userId: z.number().int(), name: z.string() }).nullable(),
  /** Who let the app post in their name and cannot any more: the owner posts meanwhile. */
  postingLeft: z.string().nullable(),
  /** Set when the stored token is dead and an administrator must open the app to authorise again. */
  tokenBroken: z.string().nullable(),
  ownerIsAdmin: z.boolean(),
  inbox: z.object({ due: z.number().int(), parked: z.number().int() }),
  parked: z.array(
    z.object({
      inboxId: z.string(),
      subject: z.string(),
      subjectId: z.string(),
      names: z.array(z.string()),
      attempts: z.number().int(),
      reason: z.string().nullable(),
    }),
  ),
  uncertainPosts: z.array(waitingPostSchema),
  moves: z.array(
    z.object({
      moveId: z.string(),
      taskId: z.number().int(),
      title: z.string(),
      fromGroup: z.string(),
      toGroup: z.string(),
      sinceAt: z.number().int(),
      /** Hours that would follow if earlier work moves too. */
      earlierSeconds: secondsSchema,
    }),
  ),
  disappearances: z.array(
    z.object({
      disappearanceId: z.string(),
      taskId: z.number().int(),
      title: z.string(),
      entries: z.number().int(),
      seconds: secondsSchema,
      why: z.string(),
    }),
  ),
  /** When each recurring job ended well the last time, epoch ms. */
  jobs: z.array(z.object({ job: z.string(), finishedAt: z.number().int() })),
  budget: restBudgetSchema,
});
export type PortalHealth = z.infer<typeof portalHealthSchema>;

/** `POST /api/v1/portal/moves/:moveId/decide`. */
export const decideMoveSchema = z.object({
  requestId: requestIdSchema,
  confirm: z.boolean(),
  withEarlier: z.boolean().default(false),
});
/** `POST /api/v1/portal/disappearances/:id/decide`: confirm = the work is gone and its hours go back. */
export const decideDisappearanceSchema = z.object({ requestId: requestIdSchema, confirm: z.boolean() });
/** `POST /api/v1/portal/outbox/:outboxId/decide`. */
export const decidePostSchema = z.object({
  requestId: requestIdSchema,
  decision: z.enum(['it-is-there', 'send-again', 'dismiss']),
});
/** `PUT /api/v1/portal/special-groups`. */
export const specialGroupsSchema = z.object({
  groups: z.array(
    z.object({ groupId: z.number().int().positive(), part: z.enum(['development', 'free-support']) }),
  ),
});
/** `POST /api/v1/portal/repair` and `POST /api/v1/install/bind` → what was bound. */
export const repairResultSchema = z.object({
  boundEvents: z.array(z.string()),
  boundPlacements: z.array(z.string()),
  boundRobots: z.array(z.string()),
  removedStale: z.array(z.string()),
});
export type RepairResult = z.infer<typeof repairResultSchema>;
