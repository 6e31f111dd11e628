import type { User } from '../world/model.js';
import type { Json, Params } from '../world/json.js';
import type { World } from '../world/world.js';

export interface CallV3 {
  world: World;
  user: User;
  body: Params;
}

/** A method of REST 3.0; `changes` = mutating, so an Idempotency-Key counts. */
export interface MethodV3 {
  name: string;
  scope: string;
  changes: boolean;
  run: (call: CallV3) => Json;
}
