import { taskMethodsV3 } from '../methods/tasks-v3.js';
import { batchV3 } from './batch-v3.js';
import type { MethodV3 } from './method-v3.js';

const scopeList: MethodV3 = {
  name: 'rest.scope.list',
  scope: 'tasks',
  changes: false,
  run: ({ world }) => ({ items: [...world.settings.app.scopes] }),
};

const registry = new Map(
  [...taskMethodsV3, scopeList, batchV3(findMethodV3)].map((spec) => [spec.name.toLowerCase(), spec]),
);

export function findMethodV3(name: string): MethodV3 | undefined {
  return registry.get(name.toLowerCase());
}
