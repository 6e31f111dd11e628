import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { recordAction, requireRole, visitorOf } from '../access/index.js';
import { type CrmSettingsView, setCrmSettingsSchema, textSchema } from '../api/index.js';
import type { Ground } from '../base/ground.js';
import { reachableClients, readClientsByCompany } from '../clients/index.js';
import { lockPortal } from '../portal/installs/index.js';
import { type PortalRest, RestError } from '../portal/rest/index.js';
import { CrmRefused } from './ask/ask-crm.js';
import { findCompanies } from './ask/find-companies.js';
import { noChoices, readChoices } from './ask/read-choices.js';
import { readCrmRules, readSweptAt, writeCrmRules, writeSweptAt } from './crm-settings-store.js';
import { previewSettings } from './preview-settings.js';
import { saidPlainly } from './said-plainly.js';

const wordsQuery = z.object({ words: textSchema.max(200).default('') });

/** CRM of the portal: how its deals and invoices are read, and its companies to choose from. */
export function crmRoutes(ground: Ground, rest: PortalRest): Router {
  const router = Router();
  router.get('/crm/settings', (_request, response) => show(ground, rest, response));
  router.put('/crm/settings', (request, response) => save(ground, rest, request, response));
  router.post('/crm/preview', (request, response) => preview(ground, rest, request, response));
  router.get('/crm/companies', (request, response) => companies(ground, rest, request, response));
  return router;
}

async function show(ground: Ground, rest: PortalRest, response: Response): Promise<void> {
  const { portalId, ...visitor } = visitorOf(response);
  requireRole({ portalId, ...visitor }, 'administrator');
  const asked = await askChoices(rest, portalId);
  const view: CrmSettingsView = {
    ...asked,
    settings: mutable(await readCrmRules(ground.db, portalId)),
    linkedClients: (await readClientsByCompany(ground.db, portalId)).size,
    lastSweepAt: await readSweptAt(ground.db, portalId),
  };
  response.json(view);
}

type Asked = Pick<
  CrmSettingsView,
  'access' | 'refusedCode' | 'pipelines' | 'paidStages' | 'dealFields' | 'invoiceFields'
>;

/** The screen opens whatever the portal says: without CRM it tells what to do. */
async function askChoices(rest: PortalRest, portalId: string): Promise<Asked> {
  try {
    const choices = await readChoices({ rest, portalId, urgency: 'interactive' });
    return { access: 'granted', refusedCode: null, ...choices };
  } catch (error) {
    if (error instanceof CrmRefused) {
      return { access: 'refused', refusedCode: error.restCode, ...noChoices };
    }
    if (!(error instanceof RestError)) throw error;
    return { access: 'silent', refusedCode: null, ...noChoices };
  }
}

async function save(ground: Ground, rest: PortalRest, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator');
  const { portalId, userId } = visitor;
  const { requestId, settings } = setCrmSettingsSchema.parse(request.body);
  await ground.db.transaction().execute(async (tx) => {
    await lockPortal(tx, portalId);
    const before = await readCrmRules(tx, portalId);
    const cause = `set-crm:${requestId}`;
    const action = { portalId, userId, what: 'set-crm', before, after: settings, cause };
    if ((await recordAction(tx, ground.clock, action)).repeated) return;
    await writeCrmRules(tx, portalId, settings);
    // What is open is reckoned anew, and what did not count before may count now.
    await writeSweptAt(tx, portalId, 0);
  });
  await show(ground, rest, response);
}

async function preview(
  ground: Ground,
  rest: PortalRest,
  request: Request,
  response: Response,
): Promise<void> {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator');
  const { settings } = setCrmSettingsSchema.pick({ settings: true }).parse(request.body);
  const asker = { rest, portalId: visitor.portalId, urgency: 'interactive' as const };
  response.json({ items: await saidPlainly(() => previewSettings(ground, asker, settings)) });
}

/** Whose a company is already is told only of clients the visitor may see. */
async function companies(
  ground: Ground,
  rest: PortalRest,
  request: Request,
  response: Response,
): Promise<void> {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator', 'manager');
  const { words } = wordsQuery.parse(request.query);
  const asker = { rest, portalId: visitor.portalId, urgency: 'interactive' as const };
  const found = await saidPlainly(() => findCompanies(asker, words.trim()));
  const owners = await readClientsByCompany(ground.db, visitor.portalId);
  const reach = await reachableClients(ground.db, visitor);
  const ownerOf = (companyId: number): number | null => {
    const owner = owners.get(companyId)?.client_id;
    return owner === undefined || (reach !== 'all' && !reach.has(owner)) ? null : owner;
  };
  response.json({ companies: found.map((one) => ({ ...one, clientId: ownerOf(one.companyId) })) });
}

function mutable(rules: Awaited<ReturnType<typeof readCrmRules>>): CrmSettingsView['settings'] {
  return { ...rules, pipelines: [...rules.pipelines], paidStages: [...rules.paidStages] };
}
