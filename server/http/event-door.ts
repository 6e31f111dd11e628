import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { eventArrived, httpAnswered } from '../base/telemetry.js';
import { robotFactOf } from '../robots/index.js';
import { type EventForm, parseEventForm } from './event-form.js';
import { type EventMeaning, meaningOf } from './event-meaning.js';
import { playLifecycleEvent } from './lifecycle-event.js';
import type { HttpParts } from './parts.js';
import { readBody } from './read-body.js';

const BODY_LIMIT_BYTES = 64 * 1024;
const FORM = /^application\/x-www-form-urlencoded(\s*;\s*charset="?utf-?8"?)?\s*$/i;
const EVENT_NAME = /^[A-Z][A-Z0-9_]{1,63}$/;
const MEMBER_ID = /^[\w-]{1,64}$/;
const ALLOWED = 'POST, HEAD, OPTIONS';

/**
 * Serves the address the portal sends its events to, in front of Express: thousands a second on one core. 200 only
 * after the fact is committed; bad input gets a bare 4xx and leaves no row; nothing tells why a sender was refused.
 */
export function createEventDoor(
  ground: Ground,
  parts: HttpParts,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    statusFor(ground, parts, request)
      .catch((error: unknown) => statusOfFailure(ground, error))
      .then((status) => answer(response, status))
      .catch((error: unknown) => ground.log.error({ err: error }, 'an event could not be answered'));
  };
}

async function statusFor(ground: Ground, parts: HttpParts, request: IncomingMessage): Promise<number> {
  if (request.method === 'HEAD') return 200;
  if (request.method === 'OPTIONS') return 204;
  if (request.method !== 'POST') return 405;
  if (!FORM.test(request.headers['content-type'] ?? '') || request.headers['content-encoding'])
    return refuse(415);
  const body = await readBody(request, BODY_LIMIT_BYTES);
  if ('failed' in body) return refuse(body.failed === 'too-large' ? 413 : 400);
  const form = parseEventForm(body.text);
  return form ? statusOfEvent(ground, parts, form) : refuse(400);
}

async function statusOfEvent(ground: Ground, parts: HttpParts, form: EventForm): Promise<number> {
  const name = (form.get('event') ?? '').toUpperCase();
  const portalId = form.get('auth[member_id]') ?? '';
  if (!MEMBER_ID.test(portalId)) return refuse(400);
  const isRun = !form.has('event') && form.has('event_token');
  if (!isRun && !EVENT_NAME.test(name)) return refuse(400);
  const meaning = isRun ? meaningOfRun(ground, portalId, form) : meaningOf(name, form);
  if (meaning.is === 'lifecycle')
    return playLifecycleEvent(ground, parts, { name: meaning.name, portalId, form });
  const genuine = await parts.installs.isGenuine(portalId, form.get('auth[application_token]') ?? '');
  return genuine ? acceptEvent(parts, portalId, meaning) : refuse(403);
}

/** Robots are called at the same address, with a form of their own. */
function meaningOfRun(ground: Ground, portalId: string, form: EventForm): EventMeaning {
  const fact = robotFactOf(ground.config.keys, portalId, form);
  return fact ? { is: 'fact', fact } : { is: 'malformed' };
}

async function acceptEvent(parts: HttpParts, portalId: string, meaning: EventMeaning): Promise<number> {
  if (meaning.is === 'malformed') return refuse(400);
  if (meaning.is !== 'fact') {
    eventArrived('ignored');
    return 200;
  }
  await parts.groupCommit.accept({ portalId, ...meaning.fact });
  eventArrived('accepted');
  return 200;
}

function refuse(status: number): number {
  eventArrived('refused');
  return status;
}

/** An answer other than 200 is the truth: the event is not stored, and the comparison with the portal will find it. */
function statusOfFailure(ground: Ground, error: unknown): number {
  if (error instanceof AppError && error.status < 500) return refuse(error.status);
  ground.log.error({ err: error }, 'an event could not be stored');
  return 503;
}

function answer(response: ServerResponse, status: number): void {
  httpAnswered('/events', status);
  if (status === 405 || status === 204) response.setHeader('Allow', ALLOWED);
  // What is left of an over-long body is not read: the connection ends instead.
  if (status === 413) response.setHeader('Connection', 'close');
  response.writeHead(status, { 'Content-Length': 0 }).end();
}
