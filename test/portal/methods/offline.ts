import type { OfflineRow } from '../app/app-state.js';
import { takeOffline } from '../events/offline-queue.js';
import { method, pagedAnswer, type Call, type MethodAnswer, type MethodSpec } from '../rest/method.js';
import { accessDenied, RestError } from '../rest/rest-error.js';
import type { Json, Params } from '../world/json.js';
import { asInt, asInts, asList, asObject, asText, param } from '../world/json.js';
import { printDate } from './task-view.js';

/** `event.offline.*`: the lossless queue that the app pulls (administrators only). */

function adminOnly(run: (call: Call) => MethodAnswer): (call: Call) => MethodAnswer {
  return (call) => {
    if (!call.user.admin && call.user.type !== 'system') throw accessDenied();
    return run(call);
  };
}

const readers: Record<string, (row: OfflineRow) => Json> = {
  ID: (row) => String(row.id),
  EVENT_NAME: (row) => row.event,
  MESSAGE_ID: (row) => row.messageId,
  PROCESS_ID: (row) => row.processId,
  ERROR: (row) => (row.error ? '1' : '0'),
};

function select(call: Call): OfflineRow[] {
  const filter = Object.entries(asObject(param(call.params, 'filter')));
  const connector = asText(param(call.params, 'auth_connector'));
  const rows = call.world.app.offline.filter(
    (row) =>
      row.connector === connector &&
      filter.every(([key, value]) => {
        const read = readers[key];
        return (
          read === undefined ||
          asList(value)
            .map(asText)
            .includes(asText(read(row)))
        );
      }),
  );
  const direction = asText(asObject(param(call.params, 'order'))['ID']).toLowerCase();
  return direction === 'desc' ? rows.reverse() : rows;
}

function print(call: Call, row: OfflineRow): Params {
  return {
    ID: String(row.id),
    TIMESTAMP_X: printDate(call.world, row.at),
    EVENT_NAME: row.event,
    EVENT_DATA: Object.keys(row.data).length === 0 ? false : row.data,
    EVENT_ADDITIONAL: false,
    MESSAGE_ID: row.messageId,
  };
}

function get(call: Call): MethodAnswer {
  const limit = Math.min(50, asInt(param(call.params, 'limit')) ?? 50);
  const clear = asText(param(call.params, 'clear')) !== '0';
  const wantsErrors = asText(param(call.params, 'error')) === '1';
  const processId = asText(param(call.params, 'process_id'));
  if (!clear && call.world.settings.features['rest_offline_extended'] !== 'Y')
    throw new RestError(403, 'WRONG_LICENSE', 'Confirm mode is not available on this plan');
  const isMine = (row: OfflineRow): boolean =>
    processId === '' ? row.processId === '' : row.processId === processId || row.processId === '';
  const waiting = select(call)
    .filter((row) => isMine(row) && (!row.error || wantsErrors))
    .slice(0, limit);
  const taken = takeOffline(call.world, waiting, clear, processId === '' ? null : processId);
  return { result: { process_id: taken.processId, events: taken.rows.map((row) => print(call, row)) } };
}

function named(call: Call): (row: OfflineRow) => boolean {
  const processId = asText(param(call.params, 'process_id'));
  if (processId === '')
    throw new RestError(400, 'ERROR_ARGUMENT', 'Argument process_id is empty', { argument: 'process_id' });
  const ids = asInts(param(call.params, 'id'));
  const messageIds = asList(param(call.params, 'message_id')).map(asText);
  return (row) => {
    if (row.processId !== processId) return false;
    if (ids.length > 0) return ids.includes(row.id);
    return messageIds.length === 0 || messageIds.includes(row.messageId);
  };
}

function clear(call: Call): MethodAnswer {
  const isNamed = named(call);
  call.world.app.offline = call.world.app.offline.filter((row) => !isNamed(row));
  return { result: true };
}

function fail(call: Call): MethodAnswer {
  for (const row of call.world.app.offline.filter(named(call))) {
    row.error = true;
    row.processId = '';
  }
  return { result: true };
}

function list(call: Call): MethodAnswer {
  return pagedAnswer(select(call), call.start, (rows) =>
    rows.map((row) => ({ ...print(call, row), PROCESS_ID: row.processId, ERROR: row.error ? '1' : '0' })),
  );
}

export const offlineMethods: MethodSpec[] = [
  method('event.offline.get', null, adminOnly(get)),
  method('event.offline.list', null, adminOnly(list)),
  method('event.offline.clear', null, adminOnly(clear)),
  method('event.offline.error', null, adminOnly(fail)),
];
