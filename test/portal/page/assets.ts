import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';

const types = {
  'portal.css': 'text/css',
  'portal.js': 'text/javascript',
  'forms.js': 'text/javascript',
  'sliders.js': 'text/javascript',
  'talk.js': 'text/javascript',
  'dialogs.js': 'text/javascript',
  'app-frame.js': 'text/javascript',
} as const;

/** Style and scripts of the pages, as they lie in the folder. False = there is no such file. */
export function sendAsset(response: ServerResponse, name: string): boolean {
  const found = Object.entries(types).find(([known]) => known === name);
  if (found === undefined) return false;
  response.writeHead(200, { 'Content-Type': `${found[1]}; charset=utf-8`, 'Cache-Control': 'no-cache' });
  response.end(readFileSync(new URL(`client/${found[0]}`, import.meta.url)));
  return true;
}
