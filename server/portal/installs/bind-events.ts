import { z } from 'zod';
import { AppError } from '../../base/errors.js';
import type { Ground } from '../../base/ground.js';
import type { BatchCommands, PortalRest, RestError } from '../rest/index.js';

export interface Bound {
  bound: string[];
  removed: string[];
}

interface Binding {
  event: string;
  /** Empty for the offline queue. */
  handler: string;
  offline: boolean;
}

const boundSchema = z.array(
  z.object({
    event: z.string(),
    handler: z.string().nullish(),
    offline: z.coerce.number().default(0),
  }),
);

/** event.get, then one batch of what is missing and one of what is stale (api-reference/events/event-bind.md). */
export async function bindEvents(ground: Ground, rest: PortalRest, portalId: string): Promise<Bound> {
  const answer = await rest.call({ portalId, method: 'event.get', urgency: 'interactive' });
  const have = readBindings(answer.result);
  const want = await wantedBindings(ground, rest, portalId);
  const missing = want.filter((one) => !have.some((other) => isSame(one, other)));
  const stale = have.filter(
    (one) => !want.some((other) => isSame(one, other)) && !isOwnLifecycle(ground, one),
  );
  const isOptional = (one: Binding) => ground.config.manifest.optionalEvents.includes(one.event);
  const refused = await run(rest, portalId, { method: 'event.bind', bindings: missing, isOptional });
  await run(rest, portalId, { method: 'event.unbind', bindings: stale });
  const bound = missing.map(labelOf).filter((label) => !refused.includes(label));
  return { bound, removed: stale.map(labelOf) };
}

function readBindings(result: unknown): Binding[] {
  return boundSchema.parse(result).map((row) => ({
    event: row.event.toUpperCase(),
    handler: row.handler ?? '',
    offline: row.offline === 1,
  }));
}

async function wantedBindings(ground: Ground, rest: PortalRest, portalId: string): Promise<Binding[]> {
  const { manifest, publicUrl } = ground.config;
  const handler = `${publicUrl}${manifest.handlers.events}`;
  const online = manifest.events.map((event) => ({ event, handler, offline: false }));
  if (!(await hasOfflineQueue(rest, portalId))) return online;
  return [...online, ...manifest.offlineEvents.map((event) => ({ event, handler: '', offline: true }))];
}

/** Reading the queue with confirmation depends on the portal's plan; without it a crash would lose what was read. */
async function hasOfflineQueue(rest: PortalRest, portalId: string): Promise<boolean> {
  const params = { CODE: 'rest_offline_extended' };
  const answer = await rest.call({ portalId, method: 'feature.get', params, urgency: 'interactive' });
  return z.object({ value: z.literal('Y') }).safeParse(answer.result).success;
}

/** Offline bindings have no address; an online one must have exactly ours. */
function isSame(one: Binding, other: Binding): boolean {
  if (one.event !== other.event || one.offline !== other.offline) return false;
  return one.offline || one.handler === other.handler;
}

/** The install event is set in the app's card; some portals list it here. */
function isOwnLifecycle(ground: Ground, binding: Binding): boolean {
  const { manifest, publicUrl } = ground.config;
  return binding.event.startsWith('ONAPP') && binding.handler === `${publicUrl}${manifest.handlers.events}`;
}

/** Labels of optional ones that the portal refused: a scope it does not grant, an event it does not know. */
async function run(
  rest: PortalRest,
  portalId: string,
  work: {
    method: 'event.bind' | 'event.unbind';
    bindings: Binding[];
    isOptional?: (one: Binding) => boolean;
  },
): Promise<string[]> {
  if (work.bindings.length === 0) return [];
  const commands: BatchCommands = {};
  for (const binding of work.bindings.slice(0, 50)) {
    commands[labelOf(binding)] = { method: work.method, params: paramsOf(binding) };
  }
  const items = await rest.batch({ portalId, commands, urgency: 'interactive' });
  const failures = Object.entries(items).filter(([, item]) => item.error && !isAlreadyBound(item.error));
  const optional = work.bindings.filter((one) => work.isOptional?.(one)).map(labelOf);
  const forgiven = ([label, item]: (typeof failures)[number]) =>
    optional.includes(label) && item.error?.outcome === 'refused';
  const failed = failures.filter((failure) => !forgiven(failure));
  if (failed.length === 0) return failures.map(([label]) => label);
  const what = failed.map(([label, item]) => `${label}: ${item.error?.restCode ?? ''}`);
  throw new AppError('BIND_INCOMPLETE', `The portal refused ${work.method}`, {
    status: 502,
    detail: { failed: what },
  });
}

function paramsOf(binding: Binding): Record<string, unknown> {
  if (binding.offline) return { event: binding.event, event_type: 'offline' };
  return { event: binding.event, handler: binding.handler };
}

/** A duplicate, or another process binding the same at this moment: both mean that it is or will be there. */
function isAlreadyBound(error: RestError): boolean {
  return /already (binded|bound|started)|ERROR_HANDLER_ALREADY_EXIST/i.test(
    `${error.restCode} ${error.message}`,
  );
}

function labelOf(binding: Binding): string {
  return binding.offline ? `${binding.event}_OFFLINE` : binding.event;
}
