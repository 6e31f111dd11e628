import type { InboxFact } from '../portal/inbox/index.js';
import type { EventForm } from './event-form.js';

/** What an event asks of us. `malformed`: a known event whose ids are missing or no ids. */
export type EventMeaning =
  | { is: 'fact'; fact: Omit<InboxFact, 'portalId'> }
  | { is: 'lifecycle'; name: 'ONAPPINSTALL' | 'ONAPPUPDATE' | 'ONAPPUNINSTALL' }
  | { is: 'unknown' }
  | { is: 'malformed' };

const TASK_EVENTS = ['ONTASKADD', 'ONTASKUPDATE', 'ONTASKDELETE'];
const COMMENT_EVENTS = ['ONTASKCOMMENTADD', 'ONTASKCOMMENTUPDATE', 'ONTASKCOMMENTDELETE'];
const GROUP_EVENTS = ['ONSONETGROUPADD', 'ONSONETGROUPUPDATE', 'ONSONETGROUPDELETE'];
/** Where ids stand, the newest state first; absent sides hold the text `undefined`. */
const SIDES = ['FIELDS_AFTER', 'FIELDS_BEFORE', 'FIELDS'];

/**
 * Events carry ids only; what happened is read from the portal later. Shapes: api-reference/tasks/events-tasks,
 * api-reference/tasks/comment-item/events-comment, api-reference/events/on-offline-event.
 */
export function meaningOf(name: string, form: EventForm): EventMeaning {
  if (TASK_EVENTS.includes(name)) return factOf('task', name, idIn(form, 'ID'));
  if (GROUP_EVENTS.includes(name)) return factOf('group', name, idIn(form, 'ID'));
  if (COMMENT_EVENTS.includes(name)) return factOf('comment', name, idIn(form, 'TASK_ID'), commentIds(form));
  if (name === 'ONCRMDEALUPDATE') return factOf('deal', name, idIn(form, 'ID'));
  if (name === 'ONCRMDYNAMICITEMUPDATE') return invoiceFact(name, form);
  if (name === 'ONOFFLINEEVENT') return factOf('portal', name, 'offline-queue');
  if (name === 'ONAPPINSTALL' || name === 'ONAPPUPDATE' || name === 'ONAPPUNINSTALL')
    return { is: 'lifecycle', name };
  return { is: 'unknown' };
}

function factOf(
  subject: string,
  name: string,
  subjectId: string | null,
  payload: Record<string, number> = {},
): EventMeaning {
  return subjectId === null
    ? { is: 'malformed' }
    : { is: 'fact', fact: { subject, subjectId, name, payload } };
}

/** The event tells of items of every kind; smart invoices are kind 31 (api-reference/crm/universal/events). */
function invoiceFact(name: string, form: EventForm): EventMeaning {
  const isInvoice = idIn(form, 'ENTITY_TYPE_ID') === '31';
  return isInvoice ? factOf('invoice', name, idIn(form, 'ID')) : { is: 'unknown' };
}

/** The old card's comments have ids of their own (ID); the new card's are chat messages (ID 0, MESSAGE_ID). */
function commentIds(form: EventForm): Record<string, number> {
  const commentId = idIn(form, 'ID');
  const messageId = idIn(form, 'MESSAGE_ID');
  return {
    ...(commentId !== null && { commentId: Number(commentId) }),
    ...(messageId !== null && { messageId: Number(messageId) }),
  };
}

function idIn(form: EventForm, field: string): string | null {
  const found = SIDES.map((side) => form.get(`data[${side}][${field}]`)).find((text) => isId(text));
  return found ?? null;
}

/** A positive integer that every database and JavaScript can hold. */
function isId(text: string | undefined): boolean {
  return text !== undefined && /^[1-9]\d{0,14}$/.test(text);
}
