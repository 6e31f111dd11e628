import type { BatchCommands, PortalRest, RestError, Urgency } from '../../portal/rest/index.js';

/** The portal has not let the app into CRM: no scope, or a plan without it. Nothing else of the app depends on it. */
export class CrmRefused extends Error {
  readonly restCode: string;

  constructor(error: RestError) {
    super(`CRM refused: ${error.restCode}`, { cause: error });
    this.restCode = error.restCode;
  }
}

/** What a portal does not have (an older box knows no smart invoices) is empty, not forbidden. */
const ABSENT = ['NOT_FOUND', 'ENTITY_TYPE_NOT_SUPPORTED'];

export interface CrmAsker {
  rest: PortalRest;
  portalId: string;
  urgency: Urgency;
}

/**
 * One batch with the owner's token; results stand under the keys of the commands, null for what the portal does not
 * have. Throws CrmRefused where the platform said no, RestError where a command may not have run.
 */
export async function askCrm(asker: CrmAsker, commands: BatchCommands): Promise<Record<string, unknown>> {
  if (Object.keys(commands).length === 0) return {};
  const { rest, portalId, urgency } = asker;
  const items = await rest.batch({ portalId, commands, as: 'owner', urgency });
  const results: Record<string, unknown> = {};
  for (const key of Object.keys(commands)) {
    const item = items[key];
    const error = item?.error ?? null;
    if (error && !ABSENT.includes(error.restCode)) {
      throw error.outcome === 'refused' ? new CrmRefused(error) : error;
    }
    results[key] = error ? null : item?.result;
  }
  return results;
}
