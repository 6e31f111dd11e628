import { type Request, type Response, Router } from 'express';
import { requireRole, visitorOf } from '../access/index.js';
import { importCalendarSchema, setCalendarSchema } from '../api/index.js';
import type { Ground } from '../base/ground.js';
import type { PortalRest } from '../portal/rest/index.js';
import { importCalendar, setCalendar, showCalendar } from './set-calendar.js';

/** The company's working calendar: the week, holidays, and taking both over from the portal. */
export function calendarRoutes(ground: Ground, rest: PortalRest): Router {
  const router = Router();
  router.get('/portal/calendar', (_request, response) => send(ground, response));
  router.put('/portal/calendar', (request, response) => save(ground, request, response));
  router.post('/portal/calendar/import', (request, response) => takeOver(ground, rest, request, response));
  return router;
}

async function send(ground: Ground, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator', 'manager');
  response.json(await showCalendar(ground.db, visitor.portalId));
}

async function save(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator');
  const wanted = setCalendarSchema.parse(request.body);
  await ground.db.transaction().execute((tx) => setCalendar(tx, ground, visitor, wanted));
  await send(ground, response);
}

async function takeOver(
  ground: Ground,
  rest: PortalRest,
  request: Request,
  response: Response,
): Promise<void> {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator');
  const { requestId } = importCalendarSchema.parse(request.body);
  await importCalendar(ground, rest, visitor, requestId);
  await send(ground, response);
}
