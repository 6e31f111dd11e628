import { applicationMethods } from '../methods/application.js';
import { calendarMethods } from '../methods/calendar.js';
import { chatMethods } from '../methods/chat.js';
import { chatUploadMethods } from '../methods/chat-upload.js';
import { commentMethods } from '../methods/comments.js';
import { crmMethods } from '../methods/crm.js';
import { diskMethods } from '../methods/disk.js';
import { elapsedMethods } from '../methods/elapsed.js';
import { eventMethods } from '../methods/events.js';
import { groupMethods } from '../methods/groups.js';
import { notifyMethods } from '../methods/notify.js';
import { offlineMethods } from '../methods/offline.js';
import { placementMethods } from '../methods/placements.js';
import { robotMethods } from '../methods/robots.js';
import { taskInfoMethods } from '../methods/task-info.js';
import { taskStatusMethods } from '../methods/task-status.js';
import { taskMethods } from '../methods/tasks.js';
import { userMethods } from '../methods/users.js';
import { workgroupMethods } from '../methods/workgroups.js';
import { asText, isYes, param } from '../world/json.js';
import { method, type Call, type MethodAnswer, type MethodSpec } from './method.js';

/** Every v2 method of the portal, by lower-case name. */

function isGranted(call: Call, spec: MethodSpec): boolean {
  return spec.scope === null || call.world.settings.app.scopes.includes(spec.scope);
}

function names(call: Call): MethodAnswer {
  const scope = asText(param(call.params, 'scope'));
  const wantsAll = isYes(param(call.params, 'full'));
  const specs = [...registry.values()].filter((spec) =>
    scope !== '' ? spec.scope === scope : wantsAll || isGranted(call, spec),
  );
  return { result: specs.map((spec) => spec.name) };
}

function about(call: Call): MethodAnswer {
  const spec = findMethod(asText(param(call.params, 'name')));
  return {
    result: { isExisting: spec !== undefined, isAvailable: spec !== undefined && isGranted(call, spec) },
  };
}

const discoveryMethods = [method('methods', null, names), method('method.get', null, about)];

const all: MethodSpec[] = [
  ...applicationMethods,
  ...discoveryMethods,
  ...userMethods,
  ...eventMethods,
  ...offlineMethods,
  ...placementMethods,
  ...robotMethods,
  ...taskMethods,
  ...taskStatusMethods,
  ...taskInfoMethods,
  ...elapsedMethods,
  ...commentMethods,
  ...groupMethods,
  ...workgroupMethods,
  ...chatMethods,
  ...chatUploadMethods,
  ...notifyMethods,
  ...diskMethods,
  ...calendarMethods,
  ...crmMethods,
];

const registry = new Map(all.map((spec) => [spec.name.toLowerCase(), spec]));

export function findMethod(name: string): MethodSpec | undefined {
  return registry.get(name.toLowerCase());
}

export function methodNames(): string[] {
  return all.map((spec) => spec.name);
}
