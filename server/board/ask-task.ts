import { z } from 'zod';
import { AppError } from '../base/errors.js';
import type { BatchItem, PortalRest } from '../portal/rest/index.js';
import { RestError } from '../portal/rest/index.js';
import type { TaskNow } from './rules/plan-move.js';

/** Whose page this is, where their portal is, and the token their frame has just given. */
export interface Acting {
  portalId: string;
  clientEndpoint: string;
  accessToken: string;
  userId: number;
}

const whole = z.coerce.number().int();
const may = z.unknown().transform((value) => value === true || value === 'Y');
const tags = z.unknown().transform((value): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((tag: unknown) => {
    if (typeof tag === 'string') return [tag];
    const titled = z.object({ title: z.string() }).safeParse(tag);
    return titled.success ? [titled.data.title] : [];
  });
});
const taskSchema = z.object({
  task: z.object({
    status: whole,
    responsibleId: whole,
    createdBy: whole,
    taskControl: z.unknown().transform((value) => value === 'Y'),
    tags,
    action: z.object({ edit: may, disapprove: may }).catch({ edit: false, disapprove: false }),
  }),
});
const profileSchema = z.object({ ID: whole, ADMIN: z.unknown().transform((value) => value === true) });

/**
 * The task as this very person sees it now, and whether they administer the portal; `task` null = they do not see it
 * (`[]` also stands for any inner error of the platform). Throws TOKEN_REFUSED when the token is nobody's, or another's.
 */
export async function askTask(
  rest: PortalRest,
  acting: Acting,
  taskId: number,
): Promise<{ task: TaskNow | null; isAdmin: boolean }> {
  const { userId, ...visitor } = acting;
  const select = ['ID', 'STATUS', 'RESPONSIBLE_ID', 'CREATED_BY', 'TASK_CONTROL', 'TAGS'];
  const answers = await rest
    .asVisitor({
      ...visitor,
      commands: {
        me: { method: 'profile' },
        task: { method: 'tasks.task.get', params: { taskId, select } },
      },
    })
    .catch(asRefusal);
  const me = profileSchema.parse(resultOf(answers['me']));
  if (me.ID !== userId) throw tokenRefused();
  const result = resultOf(answers['task']);
  if (Array.isArray(result) && result.length === 0) return { task: null, isAdmin: me.ADMIN };
  const { action, status, ...task } = taskSchema.parse(result).task;
  const now = { ...task, status: status === 1 ? 2 : status };
  return { task: { ...now, mayEdit: action.edit, mayDisapprove: action.disapprove }, isAdmin: me.ADMIN };
}

function resultOf(item: BatchItem | undefined): unknown {
  if (item?.error) return asRefusal(item.error);
  return item?.result;
}

/** A token that has run out is the page's business: it asks the portal for a new one and tries again. */
function asRefusal(error: unknown): never {
  const isRefused =
    error instanceof RestError &&
    (error.httpStatus === 401 ||
      /^(expired_token|invalid_token|NO_AUTH_FOUND|VISITOR_TOKEN_REFUSED)$/.test(error.restCode));
  throw isRefused ? tokenRefused() : error;
}

function tokenRefused(): AppError {
  return new AppError('TOKEN_REFUSED', 'The portal did not accept the token of the page', { status: 403 });
}
