import type { B24OAuth } from '@bitrix24/b24jssdk';
import { AppError } from '../../base/errors.js';
import type { Desk } from './desk.js';
import { tokenBeingRefused } from './exchange.js';
import { refreshStored } from './refresh-stored.js';
import { createSdkClient, EndpointMoved, type Speaker } from './sdk-client.js';
import type { StoredTokens } from './types.js';

const MAX_SEATS = 1_000;

interface Seat {
  /** The token the instance holds now: its own refreshes change it. */
  accessToken: string;
  clientEndpoint: string;
  client: Promise<B24OAuth>;
}

/** Instances of the SDK, one per stored token; made anew when the token or the address behind it has changed. */
export function createSeats(desk: Desk): (tokens: StoredTokens) => Promise<B24OAuth> {
  const seats = new Map<string, Seat>();
  return (tokens) => {
    const key = `${tokens.portalId}/${tokens.purpose}`;
    const known = seats.get(key);
    if (known?.accessToken === tokens.accessToken && known.clientEndpoint === tokens.clientEndpoint) {
      return known.client;
    }
    if (seats.size >= MAX_SEATS) seats.clear();
    const seat = openSeat(desk, tokens);
    seats.set(key, seat);
    return seat.client;
  };
}

function openSeat(desk: Desk, tokens: StoredTokens): Seat {
  const { accessToken, clientEndpoint } = tokens;
  const renew = async (): Promise<{ accessToken: string }> => {
    const seen = { ...tokens, accessToken: tokenBeingRefused() ?? seat.accessToken };
    const fresh = await refreshStored(desk.ground, desk.authority, seen);
    if (fresh.clientEndpoint !== clientEndpoint)
      throw new EndpointMoved('the portal has another address now');
    seat.accessToken = fresh.accessToken;
    return fresh;
  };
  const seat: Seat = {
    accessToken,
    clientEndpoint,
    client: createSdkClient(desk.ground.config, tokens, renew),
  };
  return seat;
}

/** An instance for a visitor's token: used once, never refreshed. */
export function openVisitorSeat(desk: Desk, visitor: Omit<Speaker, 'userId'>): Promise<B24OAuth> {
  const renew = (): Promise<never> =>
    Promise.reject(
      new AppError('VISITOR_TOKEN_REFUSED', 'The token of this page is not valid any more', { status: 401 }),
    );
  return createSdkClient(desk.ground.config, { ...visitor, userId: 0 }, renew);
}
