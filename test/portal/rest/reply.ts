import type { Json } from '../world/json.js';

/** What goes back over HTTP. */
export interface Reply {
  status: number;
  body: Json;
  headers: Record<string, string>;
}

export const corsHeaders: Record<string, string> = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
  'Access-Control-Allow-Headers': 'Content-Type, Accept, X-Requested-With',
  'Access-Control-Max-Age': '600',
};

export function reply(status: number, body: Json, headers: Record<string, string> = {}): Reply {
  return { status, body, headers };
}
