import type { BatchItem, PortalRest, Urgency } from '../../rest/index.js';
import { BATCH_COMMANDS } from '../rules/choose-pages.js';
import { chunk } from '../rules/chunk.js';

/** One command. The order of `params` is the order on the wire: `task.*` reads arguments by position. */
export interface Ask {
  method: string;
  params?: Record<string, unknown>;
}

export interface Told {
  /** null when the platform refused. */
  answer: { result: unknown; total: number | null } | null;
  askedAt: number;
}

export interface Asker {
  rest: PortalRest;
  portalId: string;
  urgency?: Urgency;
}

/**
 * Asks in batches of at most 50; answers stand in the order of the questions. A refusal of one command is an
 * answer; a command that did not run, or may not have, throws: nothing may be concluded from half a sweep.
 */
export async function askTogether(asker: Asker, asks: readonly Ask[]): Promise<Told[]> {
  const told: Told[] = [];
  for (const part of chunk(asks, BATCH_COMMANDS)) told.push(...(await askBatch(asker, part)));
  return told;
}

async function askBatch(asker: Asker, asks: readonly Ask[]): Promise<Told[]> {
  const commands = Object.fromEntries(asks.map((ask, index) => [`c${String(index)}`, ask]));
  const items = await asker.rest.batch({
    portalId: asker.portalId,
    commands,
    as: 'owner',
    urgency: asker.urgency ?? 'background',
  });
  return asks.map((ask, index) => toTold(ask, items[`c${String(index)}`]));
}

function toTold(ask: Ask, item: BatchItem | undefined): Told {
  if (item === undefined) throw new RangeError(`A batch left ${ask.method} without an answer`);
  if (item.ok) return { answer: { result: item.result, total: item.total }, askedAt: item.askedAt };
  if (item.error !== null && item.error.outcome !== 'refused') throw item.error;
  return { answer: null, askedAt: item.askedAt };
}
