import type { Session } from '../../server/api/session.js';

const renewBeforeMs = 60_000;

/** Asks the server for a session; `fresh` = with an access token the portal has just issued. */
export type OpenSessionCall = (fresh: boolean) => Promise<Session>;

export interface SessionKeeper {
  /** The bearer to use now; renews it shortly before its end. */
  bearer(): Promise<string>;
  /** Call after a 401: the next bearer is a new one. */
  renew(refused: string): Promise<string>;
  session(): Promise<Session>;
}

/** Keeps the bearer in memory and nowhere else. Requests that wait for a new one share the same opening. */
export function keepSession(open: OpenSessionCall, now: () => number = Date.now): SessionKeeper {
  let current: Session | null = null;
  let opening: Promise<Session> | null = null;

  const start = (fresh: boolean): Promise<Session> => {
    opening ??= open(fresh)
      .then((session) => (current = session))
      .finally(() => (opening = null));
    return opening;
  };
  const session = (): Promise<Session> => {
    if (current && current.expiresAt - renewBeforeMs > now()) return Promise.resolve(current);
    return start(current !== null);
  };
  const renew = async (refused: string): Promise<string> => {
    if (current && current.token !== refused) return current.token;
    return (await start(true)).token;
  };
  return { session, renew, bearer: async () => (await session()).token };
}
