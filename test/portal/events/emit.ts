import type { Params } from '../world/json.js';
import type { World } from '../world/world.js';
import { putOffline } from './offline-queue.js';
import { enqueue } from './queue.js';

/** Something happened on the portal: tells every handler that is bound to it, if the app is installed and paid for. */
export function emit(world: World, event: string, data: Params, actorId: number | null): void {
  const { app, queue } = world;
  queue.counts.emitted += 1;
  if (app.state !== 'installed' || !app.active || app.paymentExpired || world.deleted) {
    queue.counts.gated += 1;
    return;
  }
  for (const binding of app.bindings.filter((candidate) => candidate.event === event)) {
    if (binding.offline) {
      putOffline(world, event, data, binding.connector);
      continue;
    }
    const userId = binding.authType !== 0 ? binding.authType : actorId;
    enqueue(world, {
      event,
      data,
      handler: binding.handler,
      handlerId: binding.id,
      userId,
      withRefresh: false,
      auth: null,
      tries: 0,
    });
  }
}

const nothing = 'undefined';

/** The six events of the tasks module: ids only, and the word "undefined" where there is nothing. */
export const taskEvents = {
  added: (world: World, taskId: number, actorId: number | null): void =>
    emit(
      world,
      'ONTASKADD',
      {
        FIELDS_BEFORE: nothing,
        FIELDS_AFTER: { ID: taskId },
        IS_ACCESSIBLE_BEFORE: 'N',
        IS_ACCESSIBLE_AFTER: nothing,
      },
      actorId,
    ),
  updated: (world: World, taskId: number, actorId: number | null): void =>
    emit(
      world,
      'ONTASKUPDATE',
      {
        FIELDS_BEFORE: { ID: taskId },
        FIELDS_AFTER: { ID: taskId },
        IS_ACCESSIBLE_BEFORE: nothing,
        IS_ACCESSIBLE_AFTER: nothing,
      },
      actorId,
    ),
  deleted: (world: World, taskId: number, actorId: number | null): void =>
    emit(
      world,
      'ONTASKDELETE',
      {
        FIELDS_BEFORE: { ID: taskId },
        FIELDS_AFTER: nothing,
        IS_ACCESSIBLE_BEFORE: nothing,
        IS_ACCESSIBLE_AFTER: 'N',
      },
      actorId,
    ),
  /** `messageId` set = new card: ID is 0 and the message is named. */
  commented: (
    world: World,
    taskId: number,
    ids: { commentId: number } | { messageId: number },
    actorId: number | null,
  ): void => {
    const after =
      'commentId' in ids
        ? { ID: ids.commentId, TASK_ID: taskId }
        : { ID: 0, TASK_ID: taskId, MESSAGE_ID: ids.messageId };
    emit(
      world,
      'ONTASKCOMMENTADD',
      {
        FIELDS_BEFORE: nothing,
        FIELDS_AFTER: after,
        IS_ACCESSIBLE_BEFORE: nothing,
        IS_ACCESSIBLE_AFTER: nothing,
      },
      actorId,
    );
  },
  commentChanged: (
    world: World,
    taskId: number,
    commentId: number,
    action: 'EDIT' | 'DEL',
    actorId: number | null,
  ): void => {
    const ids = { ID: commentId, TASK_ID: taskId };
    const event = action === 'EDIT' ? 'ONTASKCOMMENTUPDATE' : 'ONTASKCOMMENTDELETE';
    emit(
      world,
      event,
      {
        FIELDS_BEFORE: ids,
        FIELDS_AFTER: { ...ids, ACTION: action },
        IS_ACCESSIBLE_BEFORE: nothing,
        IS_ACCESSIBLE_AFTER: nothing,
      },
      actorId,
    );
  },
};
