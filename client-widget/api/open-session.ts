import { sessionSchema, type Session } from '../../server/api/session.js';
import { send } from './request.js';

/** What the opening of a session needs of the portal page. */
export interface TokenSource {
  memberId: string;
  accessToken(fresh: boolean): Promise<string>;
}

/** Trades the visitor's access token for a session of ours. The token goes to our server in a body, never in an address. */
export async function openSession(source: TokenSource, fresh: boolean): Promise<Session> {
  const accessToken = await source.accessToken(fresh);
  const body = { memberId: source.memberId, accessToken };
  return send({ method: 'POST', path: 'session', body, answer: sessionSchema }, null);
}
