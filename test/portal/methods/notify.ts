import { method, pagedAnswer, type Call, type MethodAnswer, type MethodSpec } from '../rest/method.js';
import { RestError } from '../rest/rest-error.js';
import { canSeeGroup } from '../acts/access.js';
import { emit } from '../events/emit.js';
import { nextId } from '../world/data.js';
import type { Params } from '../world/json.js';
import { asInt, asList, asText, param } from '../world/json.js';
import type { FeedPost, Notice } from '../world/model.js';
import type { World } from '../world/world.js';
import { decodeBase64 } from './chat-upload.js';
import { printDate } from './task-view.js';

/** Notices and feed posts. */

const NOT_ADDED = 'SONET_CONTROLLER_LIVEFEED_BLOGPOST_ADD_ERROR';
const maxAttachCharacters = 60_000;

function notify(kind: Notice['kind']): (call: Call) => MethodAnswer {
  return (call) => {
    const { world, params } = call;
    const userId = asInt(param(params, 'USER_ID')) ?? asInt(param(params, 'TO'));
    const text = asText(param(params, 'MESSAGE'));
    if (userId === null || userId <= 0) throw new RestError(400, 'USER_ID_EMPTY', "User ID can't be empty");
    if (text.trim() === '') throw new RestError(400, 'MESSAGE_EMPTY', 'Message is empty');
    if (JSON.stringify(param(params, 'ATTACH') ?? null).length > maxAttachCharacters)
      throw new RestError(400, 'ATTACH_OVERSIZE', 'Attach is too big');
    if (world.data.users.get(userId)?.active !== true) return { result: false };
    const tag = asText(param(params, 'TAG'));
    // unique within the app: others with the tag are removed, whoever they were for
    if (tag !== '') world.data.notices = world.data.notices.filter((row) => row.tag !== tag);
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
  if (text.trim() === '') throw new RestError(400, NOT_ADDED, "Blog post hasn't been added");
  const dest = asList(param(params, 'DEST')).map(asText);
  for (const code of dest) {
    const groupId = /^SG(\d+)$/.exec(code)?.[1];
    if (groupId !== undefined && !canSeeGroup(world, user, Number(groupId)))
      throw new RestError(400, NOT_ADDED, 'No destination specified');
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

/** Posts the caller may read, newest first; POST_ID wins over LOG_RIGHTS. */
function feed(call: Call): MethodAnswer {
  const { world, user, params } = call;
  const postId = asInt(param(params, 'POST_ID'));
  const rights = asList(param(params, 'LOG_RIGHTS')).map(asText);
  const from = Date.parse(asText(param(params, 'LOG_DATE_FROM')));
  const rows = world.data.posts
    .filter((row) => row.authorId === user.id || row.dest.some((code) => mayRead(call, code)))
    .filter((row) => (postId === null ? isFor(row, rights) : row.id === postId))
    .filter((row) => Number.isNaN(from) || row.createdAt >= from)
    .sort((one, other) => other.id - one.id);
  return pagedAnswer(rows, call.start, (cut) => cut.map((row) => feedRow(world, row)));
}

function isFor(post: FeedPost, rights: readonly string[]): boolean {
  return rights.length === 0 || post.dest.some((code) => rights.includes(code));
}

function mayRead({ world, user }: Call, code: string): boolean {
  if (code === 'UA' || user.admin) return true;
  const groupId = /^SG(\d+)$/.exec(code)?.[1];
  return groupId === undefined ? code === `U${user.id}` : canSeeGroup(world, user, Number(groupId));
}

function feedRow(world: World, post: FeedPost): Params {
  return {
    ID: String(post.id),
    BLOG_ID: String(post.authorId),
    PUBLISH_STATUS: 'P',
    TITLE: post.title,
    AUTHOR_ID: String(post.authorId),
    ENABLE_COMMENTS: 'Y',
    NUM_COMMENTS: '0',
    CODE: null,
    MICRO: 'N',
    DETAIL_TEXT: post.text,
    DATE_PUBLISH: printDate(world, post.createdAt),
    CATEGORY_ID: '',
    HAS_SOCNET_ALL: post.dest.includes('UA') ? 'Y' : 'N',
    HAS_TAGS: 'N',
    HAS_IMAGES: 'N',
    HAS_PROPS: 'N',
    HAS_COMMENT_IMAGES: null,
  };
}

export const notifyMethods: MethodSpec[] = [
  method('im.notify.system.add', 'im', notify('system')),
  method('im.notify.personal.add', 'im', notify('personal')),
  method('log.blogpost.add', 'log', post),
  method('log.blogpost.get', 'log', feed),
];
