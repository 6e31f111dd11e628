import { v4 as newRequestId } from 'uuid';
import type { z } from 'zod';
import { peopleSchema } from '../../server/api/people.js';
import { postingViewSchema } from '../../server/api/posting.js';
import type { ApiRequest } from './request.js';

type Ask = <S extends z.ZodType>(request: ApiRequest<S>) => Promise<z.infer<S>>;

/** Who may do what, and in whose name reports appear. */
export function peopleApi(ask: Ask) {
  const person = (userId: number, what: string, body: object) =>
    ask({
      method: 'PUT',
      path: `people/${userId}/${what}`,
      body: { requestId: newRequestId(), ...body },
      answer: peopleSchema,
    });
  const posting = (method: 'POST' | 'PUT', path: string, body: object) =>
    ask({ method, path, body: { requestId: newRequestId(), ...body }, answer: postingViewSchema });
  return {
    people: () => ask({ path: 'people', answer: peopleSchema }),
    giveRole: (userId: number, role: 'administrator' | 'manager' | null) => person(userId, 'role', { role }),
    listForClients: (userId: number, clientIds: number[]) => person(userId, 'clients', { clientIds }),
    posting: () => ask({ path: 'portal/posting', answer: postingViewSchema }),
    askToPost: (userId: number | null) => posting('PUT', 'portal/posting/asked', { userId }),
    /** The refresh token that the portal page has just issued to this person. */
    agreeToPost: (refreshToken: string) => posting('POST', 'portal/posting', { refreshToken }),
    releasePosting: () => posting('POST', 'portal/posting/release', {}),
  };
}
