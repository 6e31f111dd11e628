import { z } from 'zod';
import type { WorkHands } from './base/jobs/index.js';
import { readClient, readClients, readGroupsOfClient } from './clients/index.js';
import { keep, type Stage } from './events.js';
import { compareGroups, readPeople } from './portal/mirror/index.js';

const wantedSchema = z.object({ clientId: z.number().int().nullable() });

/**
 * Compares everything of one client, or of all, with the portal: each client is read whole, then written in one
 * transaction with its posting. Stopped in between, what was written stays and the client under way is as it was.
 */
export async function resyncClients(stage: Stage, portalId: string, hands: WorkHands): Promise<unknown> {
  const { ground, rest } = stage;
  const { clientId } = wantedSchema.parse(hands.wanted);
  await hands.step({ stage: 'people', done: 0, total: null });
  await keep(stage, portalId, await readPeople(ground, rest, portalId));
  const one = clientId === null ? null : await readClient(ground.db, portalId, clientId);
  const clients = clientId === null ? await readClients(ground.db, portalId) : one ? [one] : [];
  const outcome = { clients: 0, tasks: 0, entries: 0 };
  for (const client of clients) {
    const done = outcome.clients;
    await hands.step({ stage: 'resync', done, total: clients.length });
    const groups = await readGroupsOfClient(ground.db, portalId, client.client_id);
    const readings = await compareGroups(ground, rest, portalId, {
      groupIds: groups.map((group) => group.groupId),
      sinceDay: client.accounting_starts_on,
      // A client's share of the bar grows with its tasks.
      onTasks: (tasks) => hands.step(barOf(tasks, { done, total: clients.length })),
    });
    await hands.step({});
    const change = await keep(stage, portalId, readings);
    outcome.clients += 1;
    outcome.tasks += new Set(readings.tasks.map((task) => task.taskId)).size;
    const gone = change.vanished.flatMap((vanished) => vanished.entryIds);
    outcome.entries += new Set([...change.entryIds, ...gone]).size;
  }
  return outcome;
}

/** One client: its tasks are the bar. Several: the bar counts clients. */
function barOf(
  tasks: { done: number; total: number },
  clients: { done: number; total: number },
): { stage: string; done: number; total: number } {
  return clients.total === 1 ? { stage: 'resync-tasks', ...tasks } : { stage: 'resync', ...clients };
}
