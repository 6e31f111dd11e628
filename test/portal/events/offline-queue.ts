import { createHash, randomBytes } from 'node:crypto';
import type { OfflineRow } from '../app/app-state.js';
import type { Params } from '../world/json.js';
import { nextId } from '../world/data.js';
import type { World } from '../world/world.js';
import { enqueue } from './queue.js';

/** Adds a row, or moves the time of the waiting row with the same event and data. */
export function putOffline(world: World, event: string, data: Params, connector: string): void {
  const { app } = world;
  if (connector !== '' && connector === app.actingConnector) return;
  const messageId = createHash('md5')
    .update(`${event}|${JSON.stringify(data)}`)
    .digest('hex');
  const same = app.offline.find(
    (row) => row.messageId === messageId && row.connector === connector && row.processId === '',
  );
  if (same) same.at = world.clock.nowSecond();
  else {
    const row = { event, data, messageId, processId: '', error: false, connector };
    app.offline.push({ id: nextId(world.data, 'offline'), at: world.clock.nowSecond(), ...row });
  }
  announce(world, connector);
}

/** ONOFFLINEEVENT: an ordinary event saying that rows wait, not more often than `minTimeout`. */
function announce(world: World, connector: string): void {
  const now = world.clock.now();
  for (const binding of world.app.bindings) {
    if (binding.event !== 'ONOFFLINEEVENT' || binding.offline || binding.connector !== connector) continue;
    if (now - world.app.offlineNoticeAt < binding.minTimeoutSeconds * 1000) continue;
    world.app.offlineNoticeAt = now;
    const userId = binding.authType !== 0 ? binding.authType : binding.boundBy;
    enqueue(world, {
      event: 'ONOFFLINEEVENT',
      data: {},
      handler: binding.handler,
      handlerId: binding.id,
      userId,
      withRefresh: true,
      auth: null,
      tries: 0,
    });
  }
}

/** Takes up to `limit` waiting rows: deleted at once, or reserved under a process id until cleared. */
export function takeOffline(
  world: World,
  rows: OfflineRow[],
  clear: boolean,
  processId: string | null,
): { processId: string | null; rows: OfflineRow[] } {
  if (clear) {
    const taken = new Set(rows);
    world.app.offline = world.app.offline.filter((row) => !taken.has(row));
    return { processId: null, rows };
  }
  const reserved = processId ?? randomBytes(16).toString('hex');
  for (const row of rows) row.processId = reserved;
  return { processId: reserved, rows };
}
