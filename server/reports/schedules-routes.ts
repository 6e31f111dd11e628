import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { type Visitor, visitorOf } from '../access/index.js';
import {
  previewScheduleSchema,
  removeScheduleSchema,
  saveScheduleSchema,
  usedUpSchema,
} from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import { notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { type ClientRecord, lockClient, readClient, requireManage } from '../clients/index.js';
import { previewSchedule, removeSchedule, saveSchedule, setUsedUp, showSchedules } from './schedules.js';

const clientParam = z.object({ clientId: z.coerce.number().int().positive() });
const scheduleParam = clientParam.extend({ scheduleId: z.coerce.number().int().positive() });

/** When a client's reports are made by themselves. */
export function schedulesRoutes(ground: Ground): Router {
  const router = Router();
  router.get('/clients/:clientId/schedules', (request, response) => list(ground, request, response));
  router.post('/clients/:clientId/schedules', (request, response) => save(ground, request, response));
  router.post('/clients/:clientId/schedules/preview', (request, response) =>
    preview(ground, request, response),
  );
  router.put('/clients/:clientId/schedules/used-up', (request, response) =>
    usedUp(ground, request, response),
  );
  router.put('/clients/:clientId/schedules/:scheduleId', (request, response) =>
    save(ground, request, response),
  );
  router.post('/clients/:clientId/schedules/:scheduleId/remove', (request, response) =>
    remove(ground, request, response),
  );
  return router;
}

async function list(ground: Ground, request: Request, response: Response): Promise<void> {
  response.json(await showSchedules(ground.db, ground, await clientOf(ground, request, response)));
}

async function preview(ground: Ground, request: Request, response: Response): Promise<void> {
  const client = await clientOf(ground, request, response);
  const { rule } = previewScheduleSchema.parse(request.body);
  response.json({ nextThree: await previewSchedule(ground.db, ground, client, rule) });
}

async function save(ground: Ground, request: Request, response: Response): Promise<void> {
  const wanted = saveScheduleSchema.parse(request.body);
  const isNew = request.method === 'POST';
  const scheduleId = isNew ? null : scheduleParam.parse(request.params).scheduleId;
  await change(ground, request, response, (tx, visitor, client) =>
    saveSchedule(tx, ground, visitor, { ...wanted, client, scheduleId }),
  );
}

async function remove(ground: Ground, request: Request, response: Response): Promise<void> {
  const { scheduleId } = scheduleParam.parse(request.params);
  const { requestId } = removeScheduleSchema.parse(request.body);
  await change(ground, request, response, (tx, visitor, client) =>
    removeSchedule(tx, ground, visitor, { client, requestId, scheduleId }),
  );
}

async function usedUp(ground: Ground, request: Request, response: Response): Promise<void> {
  const wanted = usedUpSchema.parse(request.body);
  await change(ground, request, response, (tx, visitor, client) =>
    setUsedUp(tx, ground, visitor, { ...wanted, client }),
  );
}

/** A manager's change of a client that is held; answers the schedules as they are then. */
async function change(
  ground: Ground,
  request: Request,
  response: Response,
  work: (tx: Tx, visitor: Visitor, client: ClientRecord) => Promise<void>,
): Promise<void> {
  const visitor = visitorOf(response);
  const { client_id: clientId } = await clientOf(ground, request, response);
  const shown = await ground.db.transaction().execute(async (tx) => {
    const client = await lockClient(tx, visitor.portalId, clientId);
    await work(tx, visitor, client);
    return showSchedules(tx, ground, client);
  });
  response.json(shown);
}

async function clientOf(ground: Ground, request: Request, response: Response): Promise<ClientRecord> {
  const visitor = visitorOf(response);
  const { clientId } = clientParam.parse(request.params);
  await requireManage(ground.db, visitor, clientId);
  const client = await readClient(ground.db, visitor.portalId, clientId);
  if (!client) throw notFound('Client');
  return client;
}
