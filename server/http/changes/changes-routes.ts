import { type Request, type Response, Router } from 'express';
import { type Visitor, verifySession, visitorOf } from '../../access/index.js';
import { AppError } from '../../base/errors.js';
import type { Ground } from '../../base/ground.js';
import { reachableClients } from '../../clients/index.js';
import { BOARD } from './changes-view.js';
import type { Changes } from './watch-changes.js';

/** A person with many tabs; more is a fault of somebody's page. */
const STREAMS_A_PERSON = 10;
/** Proxies end silent connections after a minute. */
const BREATH_MS = 20_000;

/**
 * `GET /api/v1/changes`: server-sent events, read through `fetch` because a bearer must not stand in an address. Each
 * event names the clients whose figures or reports changed, of those the visitor may see; 0 names the board. Ends with the session.
 */
export function changesRoutes(ground: Ground, changes: Changes): Router {
  const router = Router();
  const streams = new Map<string, number>();
  router.get('/changes', (request, response) => {
    const visitor = visitorOf(response);
    const person = `${visitor.portalId}:${visitor.userId}`;
    const open = streams.get(person) ?? 0;
    if (open >= STREAMS_A_PERSON) {
      throw new AppError('TOO_MANY_STREAMS', 'Too many pages of this person listen already', { status: 429 });
    }
    streams.set(person, open + 1);
    response.on('close', () => {
      const rest = (streams.get(person) ?? 1) - 1;
      if (rest > 0) streams.set(person, rest);
      else streams.delete(person);
    });
    stream(ground, changes, request, response);
  });
  return router;
}

function stream(ground: Ground, changes: Changes, request: Request, response: Response): void {
  const visitor = visitorOf(response);
  const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'X-Accel-Buffering': 'no',
    // The socket ends with the stream: a stop must not wait for it to fall idle.
    Connection: 'close',
  });
  response.write(': here\n\n');
  const forget = changes.listen(visitor.portalId, (clientIds) => {
    void tell(ground, visitor, clientIds, response);
  });
  const end = () => response.end();
  const forgetStop = changes.onStop(end);
  const breath = setInterval(() => {
    verifySession(ground, token).then(() => response.write(': still here\n\n'), end);
  }, BREATH_MS);
  response.on('close', () => {
    clearInterval(breath);
    forget();
    forgetStop();
  });
}

/** Rights are asked for each time: they may have changed since the page was opened. */
async function tell(
  ground: Ground,
  visitor: Visitor,
  clientIds: number[],
  response: Response,
): Promise<void> {
  try {
    const reach = await reachableClients(ground.db, visitor);
    const seen = clientIds.filter((clientId) =>
      clientId === BOARD ? visitor.role !== 'client' : reach === 'all' || reach.has(clientId),
    );
    if (seen.length > 0 && !response.writableEnded) {
      response.write(`data: ${JSON.stringify({ clients: seen })}\n\n`);
    }
  } catch (error) {
    ground.log.warn({ err: error, portalId: visitor.portalId }, 'a change could not be told');
  }
}
