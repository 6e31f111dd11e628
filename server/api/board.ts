import { z } from 'zod';
import { balanceSchema, requestIdSchema, secondsSchema, textSchema } from './basics.js';

/** Columns of the board, in their order. */
export const boardColumns = ['todo', 'doing', 'waiting', 'review', 'done'] as const;
export const boardColumnSchema = z.enum(boardColumns);
export type BoardColumn = z.infer<typeof boardColumnSchema>;

const urgencySchema = z.enum(['critical', 'urgent', 'normal']);
const groupPartSchema = z.enum(['development', 'free-support']);

export const boardCardSchema = z.object({
  taskId: z.number().int(),
  title: z.string(),
  /** Null: a task of a group with a part of its own (`part`). */
  clientId: z.number().int().nullable(),
  part: groupPartSchema.nullable(),
  /** Whoever is responsible for it. */
  userId: z.number().int(),
  column: boardColumnSchema,
  urgency: urgencySchema,
  /** The platform's: 0 low, 1 normal, 2 high. */
  priority: z.number().int(),
  deadlineAt: z.number().int().nullable(),
  /** 0 = nobody has estimated it. */
  estimateSeconds: secondsSchema,
  spentSeconds: secondsSchema,
  closedAt: z.number().int().nullable(),
});
export type BoardCard = z.infer<typeof boardCardSchema>;

export const boardPersonSchema = z.object({
  userId: z.number().int(),
  name: z.string(),
  /** Only employees can be given work; whoever else is responsible for a task has a row, too. */
  isEmployee: z.boolean(),
  /** Tasks in work against the limit, whatever the visitor may see of them; critical ones are counted apart. */
  doing: z.number().int(),
  doingCritical: z.number().int(),
  /** 0 = no limit. */
  wipLimit: z.number().int(),
  /** What is left by estimates of everything to do and in work. */
  loadSeconds: secondsSchema,
  /** Open tasks without an estimate: the load does not know them. */
  unestimated: z.number().int(),
  /** Working time from now on; null = not known. */
  capacitySeconds: secondsSchema.nullable(),
  /** Their timer, where it is known (their page of the app is open). */
  running: z.object({ taskId: z.number().int(), seconds: secondsSchema }).nullable(),
});
export type BoardPerson = z.infer<typeof boardPersonSchema>;

export const boardClientSchema = z.object({
  clientId: z.number().int(),
  name: z.string(),
  balance: balanceSchema,
  usableSizeSeconds: secondsSchema,
});
export type BoardClient = z.infer<typeof boardClientSchema>;

/** `GET /api/v1/board` (managers and performers): what the visitor may see of the department's work. */
export const boardViewSchema = z.object({
  now: z.number().int(),
  /** Until when capacity is counted: the last local day. */
  capacityUntil: z.string(),
  waitingBy: z.enum(['status', 'tag']),
  doneDays: z.number().int(),
  people: z.array(boardPersonSchema),
  clients: z.array(boardClientSchema),
  cards: z.array(boardCardSchema),
});
export type BoardView = z.infer<typeof boardViewSchema>;

const placeSchema = z.object({ column: boardColumnSchema, userId: z.number().int().positive() });
export type BoardPlace = z.infer<typeof placeSchema>;

/** `POST /api/v1/board/move`: the move is made in Bitrix24 with this very token, which is kept nowhere. */
export const moveCardSchema = z.object({
  requestId: requestIdSchema,
  accessToken: z.string().min(1).max(512),
  taskId: z.number().int().positive(),
  /** Where the person saw it: if it has moved since, nothing is done. */
  from: placeSchema,
  to: placeSchema,
});
export type MoveCard = z.infer<typeof moveCardSchema>;

export const moveReasons = [
  'awaits-approval',
  'changed-meanwhile',
  'gives-away-rights',
  'may-not-delegate',
  'may-not-edit',
  'no-approver',
  'only-approver',
  'only-performer',
  'out-of-sight',
  'own-task',
  'portal-busy',
  'unclear',
] as const;
export type MoveReason = (typeof moveReasons)[number];

/** What became of a move. `card` is what stands now; null = it left the board. */
export const moveAnswerSchema = z.object({
  outcome: z.enum(['moved', 'refused', 'half-way', 'unclear']),
  reason: z.enum(moveReasons).nullable(),
  /** Who could do it instead, where that is one person. */
  byName: z.string().nullable(),
  card: boardCardSchema.nullable(),
});
export type MoveAnswer = z.infer<typeof moveAnswerSchema>;

const wipLimitSchema = z.number().int().min(0).max(99);
export const boardWaysSchema = z.object({
  waitingBy: z.enum(['status', 'tag']),
  waitingTag: textSchema.trim().min(1).max(50),
  wipLimit: wipLimitSchema,
  doneDays: z.number().int().min(1).max(60),
  people: z
    .array(
      z.object({
        userId: z.number().int().positive(),
        shown: z.enum(['auto', 'always', 'never']),
        wipLimit: wipLimitSchema.nullable(),
      }),
    )
    .max(2_000),
  hiddenGroupIds: z.array(z.number().int().positive()).max(5_000),
});
export type BoardWays = z.infer<typeof boardWaysSchema>;

/** `PUT /api/v1/board/settings` (administrators). */
export const saveBoardWaysSchema = boardWaysSchema.extend({ requestId: requestIdSchema });
export type SaveBoardWays = z.infer<typeof saveBoardWaysSchema>;

/** `GET /api/v1/board/settings`: the ways of the board, and whom and what they may name. */
export const boardSettingsSchema = z.object({
  ways: boardWaysSchema,
  people: z.array(z.object({ userId: z.number().int(), name: z.string(), onBoard: z.boolean() })),
  groups: z.array(z.object({ groupId: z.number().int(), name: z.string() })),
});
export type BoardSettings = z.infer<typeof boardSettingsSchema>;
