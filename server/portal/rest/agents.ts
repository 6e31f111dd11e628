import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { publicLookup } from './endpoint.js';
import type { Agents } from './exchange.js';

/** Plain http exists for a simulated portal on loopback only; checkEndpoint lets no other address through. */
function agents(keepAlive: boolean): Agents {
  return {
    httpAgent: new HttpAgent({ keepAlive }),
    httpsAgent: new HttpsAgent({ keepAlive, lookup: publicLookup }),
  };
}

export const keptConnections = agents(true);
export const newConnections = agents(false);
