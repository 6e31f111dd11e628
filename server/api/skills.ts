import { z } from 'zod';
import { requestIdSchema, textSchema } from './basics.js';

const permille = z.number().int().min(0).max(1000);

/** `GET /api/v1/planning/skills`: managers see everybody, performers themselves. */
export const skillsViewSchema = z.object({
  mayEdit: z.boolean(),
  /** Types of work that anybody's terms name. */
  workTypes: z.array(z.string()),
  people: z.array(
    z.object({
      userId: z.number().int(),
      name: z.string(),
      skills: z.array(
        z.object({
          workType: z.string(),
          /** From recorded time of the last months; null = never done. */
          learnedPermille: permille.nullable(),
          /** As a manager said; it wins. 0 = does not do such work. */
          setPermille: permille.nullable(),
        }),
      ),
    }),
  ),
});
export type SkillsView = z.infer<typeof skillsViewSchema>;

/** `PUT /api/v1/planning/people/:userId/skills` (manager). Null = experience counts again. */
export const setSkillSchema = z.object({
  requestId: requestIdSchema,
  workType: textSchema.trim().min(1).max(100),
  permille: permille.nullable(),
});
export type SetSkill = z.input<typeof setSkillSchema>;

const reasonSchema = z.discriminatedUnion('reason', [
  z.object({ reason: z.literal('skill'), permille, workType: z.string(), isSet: z.boolean() }),
  z.object({ reason: z.literal('knows-client'), permille }),
  z.object({ reason: z.literal('free-time'), permille, seconds: z.number().int(), isEnough: z.boolean() }),
  z.object({
    ...{ reason: z.literal('wip'), permille, wip: z.number().int() },
    limit: z.number().int().nullable(),
  }),
]);

const adviceSchema = z.object({
  userId: z.number().int(),
  name: z.string(),
  /** 0–1000. */
  score: z.number().int(),
  isResponsible: z.boolean(),
  /** The strongest first. */
  reasons: z.array(reasonSchema),
  /** When it would be done if nothing else moved; null = no room within four weeks. */
  finishDay: z.string().nullable(),
  inTime: z.boolean(),
});
export type AdviceRow = z.infer<typeof adviceSchema>;
export type AdviceReason = z.infer<typeof reasonSchema>;

/** `GET /api/v1/tasks/:taskId/performers` (manager): who could do the task, best first, and why. */
export const performersSchema = z.object({
  /** Where its card stands: a move names it. Null = it is on no board, or done. */
  place: z
    .object({ column: z.enum(['todo', 'doing', 'waiting', 'review']), userId: z.number().int() })
    .nullable(),
  hasDeadline: z.boolean(),
  isEstimated: z.boolean(),
  people: z.array(adviceSchema),
});
export type Performers = z.infer<typeof performersSchema>;
