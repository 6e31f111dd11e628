import { type Request, type Response, Router } from 'express';
import Papa from 'papaparse';
import { requireRole, visitorOf } from '../../access/index.js';
import { type ActionQuery, actionQuerySchema } from '../../api/index.js';
import { notFound } from '../../base/errors.js';
import type { Ground } from '../../base/ground.js';
import { textsIn } from '../../base/i18n/index.js';
import { reachableClients } from '../../clients/index.js';
import { readPortal } from '../../portal/installs/index.js';
import { type LogOf, readActionChoices, readActionPage } from './action-log-view.js';

/** A file holds so many at most: the filters narrow it. */
const MOST_ROWS = 10_000;
const BATCH = 500;

/** Who changed what: administrators see everything, managers what concerns their clients. */
export function actionLogRoutes(ground: Ground): Router {
  const router = Router();
  router.get('/actions', async (request, response) => {
    const query = actionQuerySchema.parse(request.query);
    response.json(await readActionPage(ground.db, await logOf(ground, response, query), query));
  });
  router.get('/actions/choices', async (request, response) => {
    const query = actionQuerySchema.parse(request.query);
    response.json(await readActionChoices(ground.db, await logOf(ground, response, query), query.language));
  });
  router.get('/actions/file', (request, response) => sendFile(ground, request, response));
  return router;
}

/** A client outside the visitor's reach is not found. */
async function logOf(ground: Ground, response: Response, query: ActionQuery): Promise<LogOf> {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator', 'manager');
  const { portalId } = visitor;
  const reach = await reachableClients(ground.db, visitor);
  const isSeen = query.clientId === undefined || reach === 'all' || reach.has(query.clientId);
  if (!isSeen) throw notFound('Client');
  const portal = await readPortal(ground.db, portalId);
  // A manager of all clients sees all clients' actions; what concerns the portal is for administrators.
  const clientsOnly = visitor.role === 'manager' && reach === 'all';
  return {
    portalId,
    zone: portal?.time_zone ?? 'UTC',
    reach: clientsOnly ? await allClients(ground, portalId) : reach,
  };
}

async function allClients(ground: Ground, portalId: string): Promise<Set<number>> {
  const { clients } = await readActionChoices(ground.db, { portalId, zone: 'UTC', reach: 'all' }, 'en');
  return new Set(clients.map((client) => client.clientId));
}

async function sendFile(ground: Ground, request: Request, response: Response): Promise<void> {
  const query = actionQuerySchema.parse(request.query);
  const of = await logOf(ground, response, query);
  const texts = textsIn(query.language);
  const moment = new Intl.DateTimeFormat(query.language, {
    ...{ dateStyle: 'short', timeStyle: 'medium', timeZone: of.zone },
  });
  const rows: string[][] = [];
  for (let after = query.after; rows.length < MOST_ROWS;) {
    const page = await readActionPage(ground.db, of, { ...query, after }, BATCH);
    for (const action of page.actions) {
      const changes = action.changes.map(({ label, was, now }) => `${label}: ${was ?? '—'} → ${now ?? '—'}`);
      rows.push([
        ...[moment.format(action.at), action.userName, action.title, action.client?.name ?? ''],
        ...[action.about.join('; '), action.reason ?? '', changes.join('; ')],
      ]);
    }
    if (page.next === null) break;
    after = page.next;
  }
  const columns = ['at', 'who', 'what', 'client', 'about', 'reason', 'changes'] as const;
  const csv = Papa.unparse(
    { fields: columns.map((column) => texts(`log.columns.${column}`)), data: rows },
    { escapeFormulae: true, newline: '\r\n' },
  );
  const name = encodeURIComponent(`${texts('log.file')}.csv`);
  response
    .set('Content-Disposition', `attachment; filename="actions.csv"; filename*=UTF-8''${name}`)
    .type('text/csv')
    .send(`\uFEFF${csv}\r\n`);
}
