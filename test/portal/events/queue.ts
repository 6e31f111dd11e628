import type { Params } from '../world/json.js';
import { encodeForm } from '../http/php-form.js';
import type { World } from '../world/world.js';
import { eventPayload } from './payload.js';

/** One event on its way to one handler. */
export interface Delivery {
  event: string;
  data: Params;
  handler: string;
  handlerId: number;
  /** Whose tokens go with it; null = none (a robot acted). */
  userId: number | null;
  withRefresh: boolean;
  /** Fixed `auth`, for lifecycle events whose tokens differ. */
  auth: Params | null;
  tries: number;
  /** The whole form, where it is no event's: a robot's run. */
  form?: Params;
}

export interface DeliveryRecord {
  event: string;
  data: Params;
  handler: string;
  outcome: 'delivered' | 'failed' | 'lost' | 'gated';
  status: number | null;
  doubled: boolean;
  at: number;
}

export interface EventCounts {
  /** Events that happened (before looking at bindings). */
  emitted: number;
  /** Not sent because the app is not installed, inactive or not paid for. */
  gated: number;
  queued: number;
  lost: number;
  doubled: number;
  shuffled: number;
  delayed: number;
  delivered: number;
  failed: number;
}

interface Waiting {
  delivery: Delivery;
  doubled: boolean;
  dueAt: number;
  timer: NodeJS.Timeout | null;
}

export interface EventQueue {
  counts: EventCounts;
  /** The last deliveries, newest last, at most `recordLimit`. */
  records: DeliveryRecord[];
  waiting: Set<Waiting>;
  ready: { delivery: Delivery; doubled: boolean }[];
  sending: number;
  idleWaiters: (() => void)[];
  stopped: boolean;
  /** Cuts deliveries under way when the portal stops. */
  abort: AbortController;
}

const recordLimit = 20_000;
const sendersAtOnce = 32;

export function createEventQueue(): EventQueue {
  const counts = {
    emitted: 0,
    gated: 0,
    queued: 0,
    lost: 0,
    doubled: 0,
    shuffled: 0,
    delayed: 0,
    delivered: 0,
    failed: 0,
  };
  return {
    counts,
    records: [],
    waiting: new Set(),
    ready: [],
    sending: 0,
    idleWaiters: [],
    stopped: false,
    abort: new AbortController(),
  };
}

function recordDelivery(
  world: World,
  delivery: Delivery,
  outcome: DeliveryRecord['outcome'],
  status: number | null,
  doubled: boolean,
): void {
  const { records } = world.queue;
  const { event, data, handler } = delivery;
  records.push({ event, data, handler, outcome, status, doubled, at: world.clock.now() });
  if (records.length > recordLimit) records.splice(0, records.length - recordLimit);
}

/** Puts one delivery on its way, with the losses, doubles, shuffles and delays the settings ask for. */
export function enqueue(world: World, delivery: Delivery): void {
  const { settings, random, queue } = world;
  queue.counts.queued += 1;
  if (random.chance(settings.events.lostShare)) {
    queue.counts.lost += 1;
    return recordDelivery(world, delivery, 'lost', null, false);
  }
  schedule(world, delivery, waitOf(world), false);
  if (!random.chance(settings.events.doubledShare)) return;
  queue.counts.doubled += 1;
  schedule(world, delivery, random.between(0, settings.events.shuffleWindowMs), true);
}

function waitOf(world: World): number {
  const { settings, random, queue } = world;
  let waitMs = 0;
  if (random.chance(settings.events.shuffledShare)) {
    queue.counts.shuffled += 1;
    waitMs += random.between(0, settings.events.shuffleWindowMs);
  }
  if (random.chance(settings.events.delayedShare)) {
    queue.counts.delayed += 1;
    waitMs += settings.events.delayMs;
  }
  return waitMs;
}

function schedule(world: World, delivery: Delivery, waitMs: number, doubled: boolean): void {
  const { queue } = world;
  if (queue.stopped) return;
  const waiting: Waiting = { delivery, doubled, dueAt: performance.now() + waitMs, timer: null };
  queue.waiting.add(waiting);
  if (!world.settings.events.hold) waiting.timer = setTimeout(() => makeReady(world, waiting), waitMs);
}

function makeReady(world: World, waiting: Waiting): void {
  if (!world.queue.waiting.delete(waiting)) return;
  if (waiting.timer) clearTimeout(waiting.timer);
  world.queue.ready.push({ delivery: waiting.delivery, doubled: waiting.doubled });
  pump(world);
}

function pump(world: World): void {
  const { queue } = world;
  while (queue.sending < sendersAtOnce) {
    const next = queue.ready.shift();
    if (next === undefined) break;
    queue.sending += 1;
    void send(world, next.delivery, next.doubled).finally(() => {
      queue.sending -= 1;
      pump(world);
    });
  }
  if (isQueueEmpty(world)) for (const wake of queue.idleWaiters.splice(0)) wake();
}

async function send(world: World, delivery: Delivery, doubled: boolean): Promise<void> {
  const { queue, settings } = world;
  const status = await post(world, delivery);
  const isDelivered = status !== null && status >= 200 && status < 300;
  queue.counts[isDelivered ? 'delivered' : 'failed'] += 1;
  recordDelivery(world, delivery, isDelivered ? 'delivered' : 'failed', status, doubled);
  if (isDelivered || delivery.tries >= settings.events.retries) return;
  schedule(world, { ...delivery, tries: delivery.tries + 1 }, 100, doubled);
}

async function post(world: World, delivery: Delivery): Promise<number | null> {
  try {
    const answer = await fetch(delivery.handler, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        'User-Agent': 'Bitrix24 Webhook Engine',
      },
      body: encodeForm(delivery.form ?? eventPayload(world, delivery)),
      signal: AbortSignal.any([
        AbortSignal.timeout(world.settings.events.timeoutMs),
        world.queue.abort.signal,
      ]),
    });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return null; // the queue notes the failure and, like the platform's, does not send again
  }
}

export function isQueueEmpty(world: World): boolean {
  const { queue } = world;
  return queue.sending === 0 && queue.ready.length === 0 && queue.waiting.size === 0;
}

/** Sends on what was held back, when holding ends. */
export function releaseQueue(world: World): void {
  for (const waiting of [...world.queue.waiting]) if (waiting.timer === null) makeReady(world, waiting);
}

/** Delivers everything pending at once, in order of due time, and resolves when nothing is left. */
export async function flushQueue(world: World): Promise<void> {
  const { queue } = world;
  while (!isQueueEmpty(world) && !queue.stopped) {
    const due = [...queue.waiting].sort((one, other) => one.dueAt - other.dueAt);
    for (const waiting of due) makeReady(world, waiting);
    await new Promise<void>((resolve) => {
      queue.idleWaiters.push(resolve);
      pump(world);
      if (queue.sending === 0 && queue.waiting.size > 0)
        for (const wake of queue.idleWaiters.splice(0)) wake();
    });
  }
}

/** Resolves when the queue is empty without hurrying it. */
export async function queueIdle(world: World): Promise<void> {
  if (isQueueEmpty(world)) return;
  await new Promise<void>((resolve) => world.queue.idleWaiters.push(resolve));
}

export function stopQueue(world: World): void {
  const { queue } = world;
  queue.stopped = true;
  queue.abort.abort();
  for (const waiting of queue.waiting) if (waiting.timer) clearTimeout(waiting.timer);
  queue.waiting.clear();
  queue.ready.length = 0;
  for (const wake of queue.idleWaiters.splice(0)) wake();
}
