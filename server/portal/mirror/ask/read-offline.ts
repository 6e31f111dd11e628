import { z } from 'zod';
import type { Ground } from '../../../base/ground.js';
import type { PortalRest } from '../../rest/index.js';
import { wireInteger } from './wire.js';

/** A fact as the inbox takes it. */
export interface OfflineFact {
  portalId: string;
  subject: string;
  subjectId: string;
  name: string;
}

export interface OfflinePackage {
  /** To be confirmed once the facts are durable; null = nothing was reserved. */
  processId: string | null;
  facts: OfflineFact[];
}

interface Ids {
  ID?: number | undefined;
  TASK_ID?: number | undefined;
}

const idsSchema = z.object({ ID: wireInteger.optional(), TASK_ID: wireInteger.optional() });
/** `"undefined"` stands where there is nothing. */
const fieldsSchema = z
  .unknown()
  .optional()
  .transform((value): Ids => idsSchema.safeParse(value).data ?? {});
const dataSchema = z.object({ FIELDS_BEFORE: fieldsSchema, FIELDS_AFTER: fieldsSchema });
const packageSchema = z.object({
  process_id: z.union([z.string(), z.null()]).optional(),
  events: z.array(
    z.object({
      EVENT_NAME: z.string(),
      EVENT_DATA: z
        .unknown()
        .optional()
        .transform((value) => dataSchema.safeParse(value).data ?? null),
    }),
  ),
});

/**
 * The offline queue, reserved and not removed (`clear=0`): a crash before confirmOffline loses nothing.
 * Administrators only. https://apidocs.bitrix24.com/api-reference/events/event-offline-get.html
 */
export async function readOffline(
  ground: Ground,
  rest: PortalRest,
  portalId: string,
): Promise<OfflinePackage> {
  const answer = await rest.call({
    portalId,
    method: 'event.offline.get',
    params: { clear: 0, limit: 50 },
    as: 'owner',
  });
  const told = packageSchema.parse(answer.result);
  const facts = told.events.flatMap((event) => toFact(portalId, event) ?? []);
  if (facts.length < told.events.length)
    ground.log.info({ portalId }, 'offline events of no use to us were left out');
  return { processId: told.process_id ?? null, facts };
}

export async function confirmOffline(rest: PortalRest, portalId: string, processId: string): Promise<void> {
  await rest.call({
    portalId,
    method: 'event.offline.clear',
    params: { process_id: processId },
    as: 'owner',
    repeatable: true,
  });
}

function toFact(
  portalId: string,
  event: z.infer<typeof packageSchema>['events'][number],
): OfflineFact | undefined {
  const name = event.EVENT_NAME.toUpperCase();
  const after = event.EVENT_DATA?.FIELDS_AFTER ?? {};
  const before = event.EVENT_DATA?.FIELDS_BEFORE ?? {};
  const isComment = name.startsWith('ONTASKCOMMENT');
  const taskId = isComment ? (after.TASK_ID ?? before.TASK_ID) : (after.ID ?? before.ID);
  if (!name.startsWith('ONTASK') || taskId === undefined) return undefined;
  return { portalId, subject: 'task', subjectId: String(taskId), name };
}
