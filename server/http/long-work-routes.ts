import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { type Visitor, recordAction, requireRole, visitorOf } from '../access/index.js';
import { resyncSchema } from '../api/index.js';
import { systemClock } from '../base/clock.js';
import type { Tx } from '../base/db/index.js';
import { conflict, notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { type WorkRow, askWork, cancelWork, changeWork, readWork, readWorks } from '../base/jobs/index.js';
import { requireRead } from '../clients/index.js';
import { acceptFact } from '../portal/inbox/index.js';
import { showWork } from './show-work.js';

const workParam = z.object({ work: z.string().regex(/^[a-z-]{1,40}(:\d{1,20})?$/) });

/** Long work: how far it is, stop it, start it again, put its result away; and “compare everything now”. */
export function longWorkRoutes(ground: Ground): Router {
  const router = Router();
  router.get('/long-work', (_request, response) => list(ground, response));
  router.post('/long-work/:work/cancel', (request, response) =>
    change(ground, request, response, async (tx, row) => {
      await cancelWork(tx, ground.clock, workOf(row), systemClock.now());
    }),
  );
  router.post('/long-work/:work/again', (request, response) =>
    change(ground, request, response, (tx, row, visitor) => startAgain(tx, ground, row, visitor)),
  );
  router.post('/long-work/:work/put-away', (request, response) =>
    change(ground, request, response, async (tx, row) => {
      if (row.finished_at !== null) await changeWork(tx, workOf(row), { put_away_at: ground.clock.now() });
    }),
  );
  router.post('/portal/resync', (request, response) => resync(ground, request, response));
  return router;
}

async function list(ground: Ground, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator', 'manager');
  const rows = await readWorks(ground.db, visitor.portalId);
  response.json({ works: rows.filter((row) => isTheirs(visitor, row)).map(showWork) });
}

/** Long work is seen and changed by whoever asked for it, and by administrators; the app's own is the administrators'. */
function isTheirs(visitor: Visitor, row: WorkRow): boolean {
  return visitor.role === 'administrator' || row.asked_by === visitor.userId;
}

async function change(
  ground: Ground,
  request: Request,
  response: Response,
  make: (tx: Tx, row: WorkRow, visitor: Visitor) => Promise<void>,
): Promise<void> {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator', 'manager');
  const { work } = workParam.parse(request.params);
  await ground.db.transaction().execute(async (tx) => {
    const row = await readWork(tx, { portalId: visitor.portalId, work });
    if (!row || !isTheirs(visitor, row)) throw notFound('Long work');
    await make(tx, row, visitor);
  });
  await list(ground, response);
}

/** The same again: what was asked for is stored with it. The first mirror goes on from where it stood. */
async function startAgain(tx: Tx, ground: Ground, row: WorkRow, visitor: Visitor): Promise<void> {
  const { portalId, userId } = visitor;
  if (row.work === 'first-mirror') {
    if (row.finished_at === null || row.state === 'done') return;
    await acceptFact(tx, ground.clock, {
      ...{ portalId, subject: 'portal', subjectId: 'install', name: 'INSTALLED' },
    });
    return;
  }
  const wanted = row.wanted === null ? undefined : (JSON.parse(row.wanted) as unknown);
  const asked = { stage: 'waiting', askedBy: userId, wanted };
  const begun = await askWork(tx, ground.clock, workOf(row), { asked, machineNow: systemClock.now() });
  if (!begun) throw conflict('WORK_RUNS', 'This work is under way already');
}

async function resync(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator');
  const { portalId, userId } = visitor;
  const { requestId, clientId } = resyncSchema.parse(request.body);
  if (clientId !== null) await requireRead(ground.db, visitor, clientId);
  await ground.db.transaction().execute(async (tx) => {
    const action = { portalId, userId, what: 'resync', clientId, cause: `request:${requestId}` };
    const { repeated } = await recordAction(tx, ground.clock, action);
    if (repeated) return;
    const asked = { stage: 'waiting', askedBy: userId, wanted: { clientId } };
    const work = { portalId, work: 'resync' };
    const begun = await askWork(tx, ground.clock, work, { asked, machineNow: systemClock.now() });
    if (!begun) throw conflict('WORK_RUNS', 'A comparison is under way already');
  });
  await list(ground, response);
}

function workOf(row: WorkRow) {
  return { portalId: row.portal_id, work: row.work };
}
