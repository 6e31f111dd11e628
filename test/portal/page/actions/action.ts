import type { Params } from '../../world/json.js';
import type { Visit } from '../visit.js';

/** What a form or a button of the page asks for. `go` in the answer = open that page, `leave` = close this one. */
export type Action = (visit: Visit, values: Params) => Params;
