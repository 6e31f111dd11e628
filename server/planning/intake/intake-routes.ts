import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { requireRole, type Visitor, visitorOf } from '../../access/index.js';
import {
  acceptIntakeSchema,
  dismissIntakeSchema,
  previewIntakeSchema,
  proposeIntakeSchema,
  setIntakeWaysSchema,
  undoIntakeSchema,
} from '../../api/index.js';
import { notFound } from '../../base/errors.js';
import type { Ground } from '../../base/ground.js';
import { requireManage } from '../../clients/index.js';
import { readClientsOfTask, requireTask, type TaskInReach } from '../../ledger/index.js';
import type { TellClient } from '../sprint-posts.js';
import { acceptIntake } from './accept-intake.js';
import { readIntake } from './intake-store.js';
import { readIntakeWays, setIntakeWays } from './intake-ways.js';
import { showIntakes, showTaskIntake } from './intakes-view.js';
import { previewIntake } from './preview-intake.js';
import { dismissIntake, proposeIntake } from './propose-intake.js';
import { type IntakeDoors, setInPortal } from './set-in-portal.js';
import { undoIntake } from './undo-intake.js';

export type IntakeHands = IntakeDoors & { tellClient: TellClient };

const taskParam = z.object({ taskId: z.coerce.number().int().positive() });
const intakeParam = z.object({ intakeId: z.coerce.number().int().positive() });

/** Urgent and critical work: asked for by the staff, decided by managers of the client. For clients there is none. */
export function intakeRoutes(ground: Ground, hands: IntakeHands): Router {
  const router = Router();
  router.get('/planning/intakes', async (_request, response) => {
    response.json(await showIntakes(ground.db, staffOf(response), ground.clock.now()));
  });
  router.get('/tasks/:taskId/intake', async (request, response) => {
    const visitor = staffOf(response);
    const task = await requireTask(ground.db, visitor, taskParam.parse(request.params).taskId);
    response.json(await showTaskIntake(ground.db, visitor, { ...task, now: ground.clock.now() }));
  });
  router.post('/tasks/:taskId/intake/propose', (request, response) => propose(ground, request, response));
  router.post('/tasks/:taskId/intake/preview', async (request, response) => {
    const { visitor, taskId } = await managedTask(ground, request, response);
    const of = { taskId, now: ground.clock.now(), ask: previewIntakeSchema.parse(request.body) };
    response.json(await previewIntake(ground.db, visitor, of));
  });
  router.post('/tasks/:taskId/intake', (request, response) => accept(ground, hands, request, response));
  router.post('/intakes/:intakeId/undo', (request, response) => undo(ground, hands, request, response));
  router.post('/intakes/:intakeId/dismiss', async (request, response) => {
    const { visitor, intakeId } = await managedIntake(ground, request, response);
    const wanted = { ...dismissIntakeSchema.parse(request.body), intakeId };
    await ground.db.transaction().execute((tx) => dismissIntake(tx, ground, visitor, wanted));
    response.json({});
  });
  router.get('/planning/intake-ways', async (_request, response) => {
    response.json(await readIntakeWays(ground.db, managerOf(response).portalId));
  });
  router.put('/planning/intake-ways', async (request, response) => {
    const visitor = managerOf(response);
    const wanted = setIntakeWaysSchema.parse(request.body);
    await ground.db.transaction().execute((tx) => setIntakeWays(tx, ground, visitor, wanted));
    response.json({});
  });
  return router;
}

function staffOf(response: Response): Visitor {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator', 'manager', 'performer');
  return visitor;
}

function managerOf(response: Response): Visitor {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator', 'manager');
  return visitor;
}

async function propose(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = staffOf(response);
  const task = await clientsTask(ground, visitor, request);
  const wanted = { ...proposeIntakeSchema.parse(request.body), ...task };
  await ground.db.transaction().execute((tx) => proposeIntake(tx, ground, visitor, wanted));
  response.json({});
}

/** The mark of urgency moves hours of all clients that have time on the task: whoever manages only some may not. */
async function managedTask(ground: Ground, request: Request, response: Response) {
  const visitor = managerOf(response);
  const task = await clientsTask(ground, visitor, request);
  for (const clientId of await readClientsOfTask(ground.db, visitor.portalId, task.taskId))
    await requireManage(ground.db, visitor, clientId);
  return { visitor, taskId: task.taskId };
}

async function clientsTask(
  ground: Ground,
  visitor: Visitor,
  request: Request,
): Promise<Pick<TaskInReach, 'taskId' | 'title'> & { clientId: number }> {
  const { taskId, title, clientId } = await requireTask(
    ground.db,
    visitor,
    taskParam.parse(request.params).taskId,
  );
  if (clientId === null) throw notFound('Task');
  return { taskId, title, clientId };
}

async function managedIntake(ground: Ground, request: Request, response: Response) {
  const visitor = managerOf(response);
  const { intakeId } = intakeParam.parse(request.params);
  const intake = await readIntake(ground.db, visitor.portalId, intakeId);
  if (!intake) throw notFound('Intake');
  await requireManage(ground.db, visitor, intake.client_id);
  return { visitor, intakeId };
}

async function accept(
  ground: Ground,
  hands: IntakeHands,
  request: Request,
  response: Response,
): Promise<void> {
  const { visitor, taskId } = await managedTask(ground, request, response);
  const wanted = { ...acceptIntakeSchema.parse(request.body), taskId, tellClient: hands.tellClient };
  const accepted = await ground.db.transaction().execute((tx) => acceptIntake(tx, ground, visitor, wanted));
  const { accessToken } = wanted;
  if (accepted && Object.keys(accepted.fields).length > 0 && accessToken !== undefined)
    await setInPortal(ground, hands, visitor, { ...accepted, accessToken });
  response.json(await showIntakes(ground.db, visitor, ground.clock.now()));
}

async function undo(ground: Ground, hands: IntakeHands, request: Request, response: Response): Promise<void> {
  const { visitor, intakeId } = await managedIntake(ground, request, response);
  const { requestId, accessToken } = undoIntakeSchema.parse(request.body);
  const { tellClient } = hands;
  const intake = await ground.db
    .transaction()
    .execute((tx) => undoIntake(tx, ground, visitor, { intakeId, requestId, tellClient }));
  if (intake?.priority === 'set' && intake.priority_before !== null && accessToken !== undefined)
    await setInPortal(ground, hands, visitor, {
      ...{ intake, accessToken, fields: { PRIORITY: intake.priority_before } },
      actionId: null,
    });
  response.json(await showIntakes(ground.db, visitor, ground.clock.now()));
}
