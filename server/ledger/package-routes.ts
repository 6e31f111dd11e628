import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { visitorOf } from '../access/index.js';
import {
  adjustPackageSchema,
  type ChangeEffect,
  closePackageSchema,
  grantWaiversSchema,
  markPaidSchema,
  type PackageDefaults,
  refundPackageSchema,
  transferHoursSchema,
  undoPackageChangeSchema,
} from '../api/index.js';
import { dayOf } from '../base/days.js';
import type { Tx } from '../base/db/index.js';
import { notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { readClient, readTermsToday, requireManage } from '../clients/index.js';
import { adjustPackage } from './adjust-package.js';
import { closePackage } from './close-package.js';
import { grantWaivers } from './grant-waiver.js';
import { markPaid } from './mark-paid.js';
import type { PackageOf } from './package-hands.js';
import { readChangesOf } from './package-changes-view.js';
import { refundPackage } from './refund-package.js';
import { transferHours } from './transfer-hours.js';
import { tryChange } from './try-change.js';
import { undoPackageChange } from './undo-package-change.js';

const clientParam = z.object({ clientId: z.coerce.number().int().positive() });
const packageParam = clientParam.extend({ packageId: z.coerce.number().int().positive() });
const previewQuery = z.object({ preview: z.enum(['true', 'false']).default('false') });

const at = '/clients/:clientId/packages/:packageId';

/** What managers do with packages and waivers. `?preview=true` shows what a change would do and keeps nothing. */
export function packageRoutes(ground: Ground): Router {
  const router = Router();
  changeRoute(router, ground, 'adjust', adjustPackageSchema, adjustPackage);
  changeRoute(router, ground, 'transfer', transferHoursSchema, transferHours);
  changeRoute(router, ground, 'refund', refundPackageSchema, refundPackage);
  changeRoute(router, ground, 'close', closePackageSchema, closePackage);
  changeRoute(router, ground, 'paid', markPaidSchema, markPaid);
  changeRoute(router, ground, 'undo', undoPackageChangeSchema, undoPackageChange);
  router.get(`${at}/changes`, (request, response) => changes(ground, request, response));
  router.get('/clients/:clientId/package-defaults', (request, response) =>
    defaults(ground, request, response),
  );
  router.post('/clients/:clientId/waivers', (request, response) => waive(ground, request, response));
  return router;
}

type Action<Wanted> = (tx: Tx, ground: Ground, of: PackageOf, wanted: Wanted) => Promise<void>;

function changeRoute<S extends z.ZodType>(
  router: Router,
  ground: Ground,
  name: string,
  schema: S,
  action: Action<z.output<S>>,
): void {
  router.post(`${at}/${name}`, async (request, response) => {
    const { clientId, packageId } = packageParam.parse(request.params);
    const wanted = schema.parse(request.body);
    const visitor = visitorOf(response);
    const effect = await changed(ground, request, response, (tx) =>
      action(tx, ground, { visitor, clientId, packageId }, wanted),
    );
    response.json({ effect });
  });
}

async function waive(ground: Ground, request: Request, response: Response): Promise<void> {
  const { clientId } = clientParam.parse(request.params);
  const { entries, reason, requestId } = grantWaiversSchema.parse(request.body);
  const { portalId, userId } = visitorOf(response);
  const waiving = { portalId, clientId, userId, reason, requestId };
  const effect = await changed(ground, request, response, (tx) => grantWaivers(tx, ground, waiving, entries));
  response.json({ effect });
}

async function changed(
  ground: Ground,
  request: Request,
  response: Response,
  change: (tx: Tx) => Promise<unknown>,
): Promise<ChangeEffect> {
  const visitor = visitorOf(response);
  const { clientId } = clientParam.parse(request.params);
  const { preview } = previewQuery.parse(request.query);
  await requireManage(ground.db, visitor, clientId);
  const where = { portalId: visitor.portalId, clientId, preview: preview === 'true' };
  return tryChange(ground, where, change);
}

async function changes(ground: Ground, request: Request, response: Response): Promise<void> {
  const { clientId, packageId } = packageParam.parse(request.params);
  const client = await clientToManage(ground, response, clientId);
  response.json(await readChangesOf(ground.db, client, packageId));
}

async function defaults(ground: Ground, request: Request, response: Response): Promise<void> {
  const { clientId } = clientParam.parse(request.params);
  const client = await clientToManage(ground, response, clientId);
  const now = ground.clock.now();
  const { packages } = await readTermsToday(ground.db, client, now);
  const { validMonths, coversEarlier, paidBeforeUsable } = packages;
  const today = dayOf(now, client.time_zone);
  response.json({ today, validMonths, coversEarlier, paidBeforeUsable } satisfies PackageDefaults);
}

async function clientToManage(ground: Ground, response: Response, clientId: number) {
  const visitor = visitorOf(response);
  await requireManage(ground.db, visitor, clientId);
  const client = await readClient(ground.db, visitor.portalId, clientId);
  if (!client) throw notFound('Client');
  return client;
}
