import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../config/index.js';
import type { Clock } from '../../server/base/clock.js';
import type { Db } from '../../server/base/db/index.js';
import type { Ground } from '../../server/base/ground.js';
import { createLog } from '../../server/base/log.js';
import { createInstalls, verifyAndStore } from '../../server/portal/installs/index.js';
import {
  codeOf,
  drainOutbox,
  enqueuePost,
  postStates,
  type NewPost,
  type OutboxHooks,
} from '../../server/portal/outbox/index.js';
import { createPortalRest, type PortalRest, type RestCall } from '../../server/portal/rest/index.js';
import { type Portal, startPortal } from '../portal/index.js';
import { openSilentLog } from './silent-log.js';

/** The platform's 60 s and our 75 s, scaled down together. */
const REQUEST_LIMIT_MS = 1_000;
const SETTLE_MS = 2_000;

export interface Posting {
  portal: Portal;
  ground: Ground;
  rest: PortalRest;
  groupId: number;
  /** Keys of what `onSent`, `onUncertain`, `onFailed` were told, in order. */
  told: { sent: string[]; uncertain: string[]; failed: string[] };
  hooks: OutboxHooks;
  drain: (rest?: PortalRest, hooks?: OutboxHooks) => Promise<number>;
  /** Drains as a running app would until nothing moves by itself any more; pauses are skipped, settling is not. */
  settle: (rest?: PortalRest, hooks?: OutboxHooks) => Promise<void>;
  enqueue: (posts: readonly NewPost[]) => Promise<void>;
  states: (keys: readonly string[]) => Promise<string[]>;
  /** How often the portal holds each of these posts, tasks and comments alike. */
  seen: (keys: readonly string[]) => number[];
  /** Another administrator authorises the app: posts bear their name from now on. */
  changeAuthor: () => Promise<number>;
  stop: () => Promise<void>;
}

/** A portal with the app's posting side on it: real database, real SDK, no app around. */
export async function openPosting(
  db: Db,
  options: { card: 'old' | 'new'; seed: string; countsAuth?: boolean; settleMs?: number },
): Promise<Posting> {
  const portal = await startPortal({
    ...{ seed: options.seed, empty: true, card: options.card, requestLimitMs: REQUEST_LIMIT_MS },
    ...{ idempotencyCountsAuth: options.countsAuth ?? false, limits: { enabled: false } },
  });
  // one clock for both: an app far ahead of its portal would take every token for expired
  const clock: Clock = { now: () => portal.world.clock.now() };
  const ground: Ground = {
    db,
    clock,
    log: createLog('info', openSilentLog().destination),
    config: configFor(portal, options.settleMs),
  };
  const installs = createInstalls(ground);
  const rest = createPortalRest(ground, installs);
  portal.control.registerApp({ handlerUrl: 'http://127.0.0.1:1/app' });
  await authorise(1, portal.control.installApp({ userId: 1, installEvent: 'never' }).fields);
  portal.control.installFinish({ userId: 1 });
  const { id: groupId } = portal.control.createGroup({ name: 'Клиент' });
  const told: Posting['told'] = { sent: [], uncertain: [], failed: [] };
  const hooks = hooksTelling(told);
  const portalId = portal.memberId;

  async function authorise(userId: number, fields: Record<string, string>): Promise<void> {
    const claim = {
      memberId: portal.memberId,
      refreshToken: fields['REFRESH_ID'] ?? '',
      serverEndpoint: fields['SERVER_ENDPOINT'],
    };
    const stored = await verifyAndStore(ground, rest, claim);
    if (stored.userId !== userId) throw new Error(`The tokens are of user ${stored.userId}`);
  }

  async function settle(through: PortalRest = rest, heard: OutboxHooks = hooks): Promise<void> {
    let stuck = '';
    for (const givenUpAt = Date.now() + 200_000; Date.now() < givenUpAt;) {
      await drainOutbox(ground, through, portalId, heard);
      const moving = await db
        .selectFrom('outbox')
        .select(['outbox.due_at', 'outbox.key', 'outbox.state', 'outbox.reason', 'outbox.attempts'])
        .leftJoin('outbox as before', (join) => join.onRef('before.key', '=', 'outbox.after_key'))
        .where('outbox.state', 'in', ['ready', 'sending', 'settling'])
        .where((where) =>
          where.or([where('outbox.after_key', 'is', null), where('before.state', '=', 'sent')]),
        )
        .execute();
      if (moving.length === 0) return;
      stuck = moving
        .map(({ key, state, reason, attempts }) => `${key} ${state} ${attempts} ${reason}`)
        .join(', ');
      const pauseMs = Math.min(...moving.map((row) => row.due_at)) - clock.now();
      if (pauseMs > 0) portal.control.setClock({ advanceMs: pauseMs });
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    throw new Error(`The outbox did not come to rest: ${stuck}`);
  }

  return {
    ...{ portal, ground, rest, groupId, told, hooks, settle },
    drain: (through = rest, heard = hooks) => drainOutbox(ground, through, portalId, heard),
    enqueue: (posts) =>
      db.transaction().execute(async (tx) => {
        for (const post of posts) await enqueuePost(tx, ground, post);
      }),
    states: async (keys) => {
      const states = await postStates(db, portalId, keys);
      return keys.map((key) => states.get(key) ?? 'absent');
    },
    seen: (keys) => keys.map((key) => timesOn(portal, key)),
    changeAuthor: async () => {
      const { id } = portal.control.createUser({ name: 'Борис', lastName: 'Лунин', admin: true });
      await authorise(id, portal.control.openApp({ userId: id }).fields);
      return id;
    },
    stop: async () => {
      await rest.flush();
      await portal.stop();
    },
  };
}

function configFor(portal: Portal, settleMs: number = SETTLE_MS): Ground['config'] {
  const { clientId, clientSecret, code } = portal.world.settings.app;
  return loadConfig({
    PUBLIC_URL: 'http://127.0.0.1:1',
    DATABASE_URL: join(mkdtempSync(join(tmpdir(), 'support-hours-posting-')), 'unused.sqlite'),
    ...{
      B24_CLIENT_ID: clientId,
      B24_CLIENT_SECRET: clientSecret,
      APP_CODE: code,
      AUTH_HOSTS: portal.authUrl,
    },
    ...{
      INSECURE_LOOPBACK: '1',
      POST_SETTLE_MS: String(settleMs),
      REST_TIME_LIMIT_MS: String(REQUEST_LIMIT_MS + 100),
    },
    ...{ REST_PER_SECOND: '1000', REST_BURST: '1000' },
  });
}

/** How often readers meet the post with this key; a file that needs a commit is met under the code of its upload. */
export function timesOn(portal: Portal, key: string): number {
  return countOn(portal, codeOf(key.replace(/:commit$/, '')));
}

/** Places where readers meet the code: in a text, in the name of a file that a post carries, in the tag of a notice. */
function countOn(portal: Portal, code: string): number {
  const { tasks, posts: feed, notices } = portal.world.data;
  const comments = portal.control
    .posts()
    .filter(({ text, files }) => text.includes(code) || files.some(({ name }) => name.includes(code)));
  const made = [...tasks.values()].filter(({ description }) => description.includes(code));
  const told = notices.filter(({ tag }) => tag.includes(code));
  return comments.length + made.length + told.length + feed.filter(({ text }) => text.includes(code)).length;
}

/** How many files on the disk bear the code of this key: what a comment shows once may still lie there twice. */
export function filesOnDisk(portal: Portal, key: string): number {
  return [...portal.world.data.files.values()].filter(({ name }) => name.includes(codeOf(key))).length;
}

function hooksTelling(told: Posting['told']): OutboxHooks {
  return {
    onSent: (_tx, row) => Promise.resolve(void told.sent.push(row.key)),
    onUncertain: (_tx, row) => Promise.resolve(void told.uncertain.push(row.key)),
    onFailed: (_tx, row) => Promise.resolve(void told.failed.push(row.key)),
  };
}

const writes = new Set([
  ...['tasks.task.add', 'task.commentitem.add', 'tasks.task.chat.message.send'],
  ...['disk.folder.uploadFile', 'im.v2.File.upload', 'im.notify.system.add', 'log.blogpost.add'],
]);

/** True for a call that makes the post with this key appear. */
export function isWriteOf(call: RestCall, key: string, portal?: Portal): boolean {
  if (call.method === 'im.disk.file.commit') {
    const { FILE_ID: id } = call.params as { FILE_ID: number };
    const name = portal?.world.data.files.get(id)?.name ?? '';
    return key.endsWith(':commit') && name.includes(codeOf(key.replace(/:commit$/, '')));
  }
  return writes.has(call.method) && JSON.stringify(call.params).includes(codeOf(key));
}

/** A report of three parts, in a task that is there (`taskId`) or is made first. Keys in the order of sending. */
export function reportOf(
  posting: Posting,
  name: string,
  taskId: number | null = null,
): { posts: NewPost[]; keys: string[] } {
  const common = { portalId: posting.portal.memberId, clientId: 1 };
  const taskKey = `task:${name}`;
  const payload = {
    groupId: posting.groupId,
    title: `Отчёты ${name}`,
    description: 'Сюда приходят отчёты',
    auditorIds: [],
  };
  const task: NewPost = { ...common, kind: 'create-report-task', key: taskKey, payload };
  const parts = [1, 2, 3].map((part): NewPost => {
    const before = part > 1 ? `report:${name}:${part - 1}` : taskId === null ? taskKey : undefined;
    const text = `[b]Отчёт ${name}[/b]\nЧасть ${part}: 12:30 — R&D, «сайт»`;
    return {
      ...common,
      ...{ kind: 'comment', key: `report:${name}:${part}` },
      payload: { taskId, taskFromKey: taskId === null ? taskKey : null, text },
      ...(before === undefined ? {} : { afterKey: before }),
    };
  });
  const posts = taskId === null ? [task, ...parts] : parts;
  return { posts, keys: posts.map(({ key }) => key) };
}
