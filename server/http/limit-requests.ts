import { type RateLimitRequestHandler, rateLimit } from 'express-rate-limit';
import { problemOf, sendProblem } from './problem.js';

/** At most `limit` requests a minute from one address; the rest get 429 with a problem body. */
export function limitRequests(limit: number): RateLimitRequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_request, response) => sendProblem(response, problemOf(429, 'TOO_MANY_REQUESTS')),
  });
}
