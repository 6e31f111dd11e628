import { commentTask, editComment, removeComment } from '../acts/comments.js';
import { changeEntry, createEntry, removeEntry } from '../acts/entries.js';
import { changeTask, createTask, removeTask, type TaskChanges, type TaskDraft } from '../acts/tasks.js';
import { startTimer, stopTimer } from '../acts/timers.js';
import { withDelegation } from '../methods/tasks.js';
import { nextId } from '../world/data.js';
import type { Task, TimeEntry, Timer } from '../world/model.js';
import type { World } from '../world/world.js';
import { ControlError } from './control-error.js';
import { entryBy, groupBy, momentOf, taskBy, userBy, wholeSeconds, type Moment } from './find.js';
import { adminId } from './people-control.js';

type Dated<T> = Omit<T, 'deadlineAt' | 'startPlanAt' | 'endPlanAt' | 'createdAt'> & {
  deadline?: Moment | null;
  startPlan?: Moment | null;
  endPlan?: Moment | null;
};

export type NewTask = Dated<Partial<TaskDraft>> & { title: string };
export type ChangedTask = Dated<Omit<TaskChanges, 'tags'>> & { tags?: string[] };

export interface NewEntry {
  taskId: number;
  userId: number;
  seconds: number;
  comment?: string;
  /** Work date (CREATED_DATE); absent = now. Any date, past or future. */
  workedAt?: Moment;
}

function dates(
  world: World,
  given: { deadline?: Moment | null; startPlan?: Moment | null; endPlan?: Moment | null },
): Partial<Pick<Task, 'deadlineAt' | 'startPlanAt' | 'endPlanAt'>> {
  const one = (moment: Moment | null): number | null => (moment === null ? null : momentOf(world, moment));
  return {
    ...(given.deadline === undefined ? {} : { deadlineAt: one(given.deadline) }),
    ...(given.startPlan === undefined ? {} : { startPlanAt: one(given.startPlan) }),
    ...(given.endPlan === undefined ? {} : { endPlanAt: one(given.endPlan) }),
  };
}

/** Tasks, time and comments, done as people do them in the portal's own pages: same history, same events. */
export function workControl(world: World) {
  const actorOf = (byUserId: number | undefined): number =>
    byUserId === undefined ? adminId(world) : userBy(world, byUserId).id;
  return {
    createTask: ({ deadline, startPlan, endPlan, ...draft }: NewTask): Task => {
      const createdBy = actorOf(draft.createdBy);
      if (draft.groupId) groupBy(world, draft.groupId);
      const given = dates(world, {
        ...(deadline === undefined ? {} : { deadline }),
        ...(startPlan === undefined ? {} : { startPlan }),
        ...(endPlan === undefined ? {} : { endPlan }),
      });
      return createTask(world, {
        ...draft,
        ...given,
        createdBy,
        responsibleId: actorOf(draft.responsibleId ?? createdBy),
      });
    },
    /** `byUserId: null` = a robot acted: the event carries no tokens. */
    updateTask: ({
      id,
      byUserId,
      deadline,
      startPlan,
      endPlan,
      tags,
      ...changes
    }: { id: number; byUserId?: number | null } & ChangedTask): Task => {
      const task = taskBy(world, id);
      const given = dates(world, {
        ...(deadline === undefined ? {} : { deadline }),
        ...(startPlan === undefined ? {} : { startPlan }),
        ...(endPlan === undefined ? {} : { endPlan }),
      });
      const tagRows = tags?.map((title) => ({ id: nextId(world.data, 'tag'), title }));
      const all = { ...changes, ...given, ...(tagRows ? { tags: tagRows } : {}) };
      const isOnlyPerformer = Object.keys(all).length === 1;
      changeTask(
        world,
        task,
        isOnlyPerformer ? withDelegation(task, all) : all,
        actorOf(byUserId ?? undefined),
        byUserId === undefined ? adminId(world) : byUserId,
      );
      return task;
    },
    moveTask: ({ id, groupId, byUserId }: { id: number; groupId: number; byUserId?: number }): Task => {
      const task = taskBy(world, id);
      if (groupId !== 0) groupBy(world, groupId);
      changeTask(world, task, { groupId, stageId: 0 }, actorOf(byUserId));
      return task;
    },
    deleteTask: ({ id, byUserId }: { id: number; byUserId?: number }): { deletedEntryIds: number[] } => {
      const task = taskBy(world, id);
      const deletedEntryIds = (world.data.entriesByTask.get(id) ?? []).map((entry) => entry.id);
      removeTask(world, task, actorOf(byUserId));
      return { deletedEntryIds };
    },
    addEntry: ({ taskId, userId, seconds, comment = '', workedAt }: NewEntry): TimeEntry =>
      createEntry(world, taskBy(world, taskId), {
        taskId,
        userId: userBy(world, userId).id,
        seconds: wholeSeconds(seconds),
        comment,
        source: 2,
        ...(workedAt === undefined ? {} : { workedAt: momentOf(world, workedAt) }),
      }),
    editEntry: ({
      id,
      seconds,
      comment,
      workedAt,
    }: {
      id: number;
      seconds?: number;
      comment?: string;
      workedAt?: Moment;
    }): TimeEntry => {
      const entry = entryBy(world, id);
      changeEntry(world, entry, {
        ...(seconds === undefined ? {} : { seconds: wholeSeconds(seconds) }),
        ...(comment === undefined ? {} : { comment }),
        ...(workedAt === undefined ? {} : { workedAt: momentOf(world, workedAt) }),
      });
      return entry;
    },
    deleteEntry: ({ id, byUserId }: { id: number; byUserId?: number }): void =>
      removeEntry(world, entryBy(world, id), actorOf(byUserId)),
    startTimer: ({ userId, taskId }: { userId: number; taskId: number }): Timer => {
      startTimer(world, userBy(world, userId).id, taskBy(world, taskId));
      return { userId, taskId, startedAt: world.data.timers.get(userId)?.startedAt ?? 0 };
    },
    /** The entry made (SOURCE 3), or null when no timer ran or no whole second passed. */
    stopTimer: ({ userId, comment = '' }: { userId: number; comment?: string }): TimeEntry | null =>
      stopTimer(world, userId, comment),
    timers: (): Timer[] => [...world.data.timers.values()],
    /** Comment on the old card, chat message on the new one; the id is of that kind. */
    addComment: ({
      taskId,
      userId,
      text,
    }: {
      taskId: number;
      userId: number;
      text: string;
    }): { card: 'old' | 'new'; id: number } => {
      const posted = commentTask(world, taskBy(world, taskId), userBy(world, userId).id, text);
      return posted.card === 'old'
        ? { card: 'old', id: posted.comment.id }
        : { card: 'new', id: posted.message.id };
    },
    editComment: ({ id, text, byUserId }: { id: number; text: string; byUserId?: number }): void => {
      const comment = world.data.comments.get(id);
      const message = world.data.messages.get(id);
      if (comment) editComment(world, comment, text, actorOf(byUserId ?? comment.authorId));
      else if (message) message.text = text;
      else throw new ControlError(404, `No comment or message ${id}`);
    },
    deleteComment: ({ id, byUserId }: { id: number; byUserId?: number }): void => {
      const comment = world.data.comments.get(id);
      const message = world.data.messages.get(id);
      if (comment) removeComment(world, comment, actorOf(byUserId ?? comment.authorId));
      else if (message) message.deleted = true;
      else throw new ControlError(404, `No comment or message ${id}`);
    },
  };
}
