import { AppError } from '../../base/errors.js';
import { failure } from './classify.js';
import type { Desk } from './desk.js';
import { checkEndpoint } from './endpoint.js';
import { persist } from './persist.js';
import { refreshStored } from './refresh-stored.js';
import { RestError } from './rest-error.js';
import { EndpointMoved } from './sdk-client.js';
import { createSeats, openVisitorSeat } from './seats.js';
import { send, type Sending, type Sent } from './send.js';
import type { Purpose, StoredTokens, VisitorBatch } from './types.js';

const MAX_MOVES = 2;
/** A portal that redirects without having moved must not make us refresh at every call. */
const MOVED_ASK_EVERY_MS = 5 * 60_000;

/** From a planned request to its answer: whose token, which address, and what to do when the portal has moved. */
export interface Line {
  asStored: (sending: Sending, as: Purpose) => Promise<Sent>;
  asVisitor: (
    sending: Sending,
    visitor: Pick<VisitorBatch, 'accessToken' | 'clientEndpoint'>,
  ) => Promise<Sent>;
}

export function createLine(desk: Desk): Line {
  const seatOf = createSeats(desk);

  async function onceAsStored(sending: Sending, as: Purpose): Promise<Sent> {
    for (let moves = 0; ; moves += 1) {
      const tokens = await readTokens(desk, sending, as);
      try {
        return await send(desk, await seatOf(tokens), sending);
      } catch (error) {
        if (!isMove(error)) throw error;
        const isConfirmed =
          error instanceof EndpointMoved || (await confirmMove(desk, sending, tokens)) !== null;
        if (!isConfirmed || moves >= MAX_MOVES) throw asRestError(error, sending);
      }
    }
  }

  async function onceAsVisitor(
    sending: Sending,
    visitor: { accessToken: string; clientEndpoint: string },
  ): Promise<Sent> {
    const { portalId } = sending;
    const at = (clientEndpoint: string): Promise<Sent> =>
      openVisitorSeat(desk, { portalId, accessToken: visitor.accessToken, clientEndpoint }).then((seat) =>
        send(desk, seat, sending),
      );
    const endpoint = checkEndpoint(desk.ground.config, visitor.clientEndpoint);
    try {
      return await at(endpoint);
    } catch (error) {
      if (!isMove(error)) throw error;
      const moved = await movedEndpoint(desk, sending);
      if (moved === null || moved === endpoint) throw error;
      return at(moved);
    }
  }

  return {
    asStored: (sending, as) => persist(desk, sending, () => onceAsStored(sending, as)),
    asVisitor: (sending, visitor) => persist(desk, sending, () => onceAsVisitor(sending, visitor)),
  };
}

function isMove(error: unknown): boolean {
  return error instanceof EndpointMoved || (error instanceof RestError && error.restCode === 'REDIRECTED');
}

/**
 * A redirect is only a hint: the Location is never followed. The auth server is asked by a refresh, and what it names
 * is the address; null when it names the old one (settings/how-to-call-rest-api/change-domen.md).
 */
async function confirmMove(desk: Desk, sending: Sending, seen: StoredTokens): Promise<string | null> {
  const portal = desk.portal(seen.portalId);
  const stored = await readTokens(desk, sending, seen.purpose);
  if (stored.clientEndpoint !== seen.clientEndpoint) return stored.clientEndpoint;
  if (performance.now() - portal.movedAskedAt < MOVED_ASK_EVERY_MS) return null;
  portal.movedAskedAt = performance.now();
  const fresh = await refreshOrFail(desk, sending, stored);
  return fresh.clientEndpoint === seen.clientEndpoint ? null : fresh.clientEndpoint;
}

async function movedEndpoint(desk: Desk, sending: Sending): Promise<string | null> {
  try {
    return await confirmMove(desk, sending, await readTokens(desk, sending, 'owner'));
  } catch (error) {
    if (error instanceof RestError) return null;
    throw error;
  }
}

/** Without a token nothing is sent: for the caller that is a call that did not run. */
async function readTokens(desk: Desk, sending: Sending, as: Purpose): Promise<StoredTokens> {
  try {
    return await desk.authority.read(sending.portalId, as);
  } catch (error) {
    throw asRestError(error, sending);
  }
}

async function refreshOrFail(desk: Desk, sending: Sending, tokens: StoredTokens): Promise<StoredTokens> {
  try {
    return await refreshStored(desk.ground, desk.authority, tokens);
  } catch (error) {
    throw asRestError(error, sending);
  }
}

function asRestError(error: unknown, sending: Sending): unknown {
  if (error instanceof EndpointMoved) {
    return failure(sending.method, 'not-run', 'REDIRECTED', 0, 'the portal keeps moving');
  }
  if (!(error instanceof AppError) || error instanceof RestError) return error;
  const { code, message, retry } = error;
  return new RestError({
    method: sending.method,
    outcome: 'not-run',
    restCode: code,
    httpStatus: 0,
    message,
    retry,
  });
}
