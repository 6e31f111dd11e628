import type { Json, Params } from '../world/json.js';
import { asObject, asText } from '../world/json.js';
import type { CallV3, MethodV3 } from './method-v3.js';
import { RestV3Error } from './rest-error.js';

/**
 * `batch` of REST 3.0: `[{method, query}]`, which the SDK sends as an object `{"0": …, "auth": …}` for OAuth apps. The
 * answers come in call order; the first error is the answer of the whole. The `cmd` of v2 is refused.
 */
export function batchV3(find: (name: string) => MethodV3 | undefined): MethodV3 {
  return {
    name: 'batch',
    scope: 'tasks',
    changes: false,
    run: (call) => {
      if ('cmd' in call.body) throw new RestV3Error(400, 'INVALIDSELECTEXCEPTION', 'cmd is not supported');
      return callsOf(call.body).map((inner) => runInner(call, find, inner));
    },
  };
}

function callsOf(body: Params): Params[] {
  return Object.entries(body).flatMap(([key, value]) => (/^\d+$/.test(key) ? [asObject(value)] : []));
}

function runInner(call: CallV3, find: (name: string) => MethodV3 | undefined, inner: Params): Json {
  const name = asText(inner['method']);
  const spec = name.toLowerCase() === 'batch' ? undefined : find(name);
  if (spec === undefined) throw new RestV3Error(404, 'METHODNOTFOUNDEXCEPTION', `Method ${name} not found`);
  if (!call.world.settings.app.scopes.includes(spec.scope))
    throw new RestV3Error(403, 'INSUFFICIENTSCOPEEXCEPTION', `Scope ${spec.scope} is required`);
  return spec.run({ ...call, body: asObject(inner['query']) });
}
