import type { TaskCard } from '../../installs/index.js';
import type { PortalRest, RestCall } from '../../rest/index.js';
import type { OutboxRow, PostResult } from '../post.js';
import type { Finding, Repeats } from '../rules/next-step.js';

/** Where a send or a look goes; what a kind has no use for is null. */
export interface Destination {
  taskId: number | null;
  card: TaskCard | null;
  /** What a file holds, base64. */
  content: string | null;
}

export const NOWHERE: Destination = { taskId: null, card: null, content: null };

export interface Look {
  finding: Finding;
  result?: PostResult;
}

/** Everything that differs between the kinds of posts. The state machine around it is the same for all. */
export interface PostKind {
  /** What keeps a repeat from doubling, for the card the row was begun with. */
  repeats: (row: OutboxRow) => Repeats;
  /**
   * The one REST call that makes this post, for the card, place and author the row was begun with; null where what it is
   * about may not be read.
   */
  call: (row: OutboxRow, to: Destination, rest: PortalRest) => RestCall | Promise<RestCall | null>;
  /** What a clear success says; null where the answer is not one we know, so the call may or may not have run. */
  result: (row: OutboxRow, to: Destination, answer: unknown) => PostResult | null;
  /** The code of a refusal that came as an answer; null where it is none. */
  refusal?: (answer: unknown) => string | null;
  /** Reads back what could be the post. Throws the RestError of a read that failed. */
  look: (rest: PortalRest, row: OutboxRow, to: Destination & { confirmed: boolean }) => Promise<Look>;
  /** True where something needs the id the portal gave: a person's word that it is there is then followed by a look. */
  needsId: (row: OutboxRow) => boolean;
}

export function writing(row: OutboxRow): Omit<RestCall, 'method'> {
  return { portalId: row.portal_id, as: 'posting', urgency: 'background', repeatable: false };
}

export function reading(
  row: OutboxRow,
  method: string,
  params: Record<string, unknown> | unknown[],
): RestCall {
  return { portalId: row.portal_id, method, params, as: 'posting', urgency: 'background', repeatable: true };
}

/** Clocks of portal and app may differ; looking back further costs nothing, less might miss the post. */
export const SKEW_MS = 24 * 3_600_000;
export const MAX_PAGES = 40;
export const INCOMPLETE: Finding = { kind: 'not-permitted', code: 'INCOMPLETE' };

/** Nothing older can be the post. */
export function since(row: OutboxRow): number {
  return (row.first_send_at ?? row.send_started_at ?? row.created_at) - SKEW_MS;
}
