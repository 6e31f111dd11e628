import { method, type Call, type MethodAnswer, type MethodSpec } from '../rest/method.js';
import { RestError } from '../rest/rest-error.js';
import { canSeeGroup } from '../acts/access.js';
import { emit } from '../events/emit.js';
import { nextId } from '../world/data.js';
import { asInt, asList, asText, param } from '../world/json.js';
import type { Notice } from '../world/model.js';
import { decodeBase64 } from './chat-upload.js';

/** Notices and feed posts. */

const maxAttachCharacters = 60_000;

function notify(kind: Notice['kind']): (call: Call) => MethodAnswer {
  return (call) => {
    const { world, params } = call;
    const userId = asInt(param(params, 'USER_ID')) ?? asInt(param(params, 'TO'));
    const text = asText(param(params, 'MESSAGE'));
    if (userId === null || !world.data.users.has(userId))
      throw new RestError(400, 'USER_ID_EMPTY', 'User ID is empty');
    if (text.trim() === '') throw new RestError(400, 'MESSAGE_EMPTY', 'Message is empty');
    if (JSON.stringify(param(params, 'ATTACH') ?? null).length > maxAttachCharacters)
      throw new RestError(400, 'ATTACH_OVERSIZE', 'Attach is too big');
    const tag = asText(param(params, 'TAG'));
    // a notice with the same tag replaces the earlier one
    if (tag !== '')
      world.data.notices = world.data.notices.filter((row) => row.tag !== tag || row.userId !== userId);
    const id = nextId(world.data, 'notice');
    world.data.notices.push({
      id,
      kind,
      userId,
      fromUserId: call.user.id,
      text,
      tag,
      createdAt: world.clock.nowSecond(),
    });
    return { result: id };
  };
}

function post(call: Call): MethodAnswer {
  const { world, user, params } = call;
  const text = asText(param(params, 'POST_MESSAGE'));
  if (text.trim() === '') throw new RestError(400, 'ERROR_CORE', 'Message is empty');
  const dest = asList(param(params, 'DEST')).map(asText);
  for (const code of dest) {
    const groupId = /^SG(\d+)$/.exec(code)?.[1];
    if (groupId !== undefined && !canSeeGroup(world, user, Number(groupId)))
      throw new RestError(403, 'ACCESS_DENIED', 'Access denied');
  }
  const authorId = user.admin ? (asInt(param(params, 'USER_ID')) ?? user.id) : user.id;
  const files = asList(param(params, 'FILES')).map((item) => {
    const [name, content] = asList(item).map(asText);
    return { name: name ?? '', size: decodeBase64(content ?? '')?.length ?? 0 };
  });
  const id = nextId(world.data, 'post');
  world.data.posts.push({
    id,
    authorId,
    title: asText(param(params, 'POST_TITLE')),
    text,
    dest: dest.length === 0 ? ['UA'] : dest,
    files,
    createdAt: world.clock.nowSecond(),
  });
  emit(world, 'ONLIVEFEEDPOSTADD', { FIELDS: { POST_ID: id } }, user.id);
  return { result: id };
}

export const notifyMethods: MethodSpec[] = [
  method('im.notify.system.add', 'im', notify('system')),
  method('im.notify.personal.add', 'im', notify('personal')),
  method('log.blogpost.add', 'log', post),
];
