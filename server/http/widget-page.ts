import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** What the page knows before it asks the frame. No token, no name: the frame gives its own through the SDK. */
export interface Bootstrap {
  page: 'app' | 'install';
  placement: string;
  placementOptions: Record<string, string>;
  language: string;
  memberId: string;
  /** Installer page: why binding events or placements did not succeed, as a code to quote. */
  bindProblem?: string;
}

const PLACE = '<!--bootstrap-->';

/** The built page with its bootstrap block; null when the widget has not been built. */
export async function renderWidgetPage(widgetDir: string, bootstrap: Bootstrap): Promise<string | null> {
  const html = await readPage(widgetDir);
  if (html === null) return null;
  const block = `<script id="bootstrap" type="application/json">${asInertJson(bootstrap)}</script>`;
  return html.includes(PLACE)
    ? html.replace(PLACE, () => block)
    : html.replace('</head>', () => `${block}</head>`);
}

/** JSON that cannot end its script element, whatever a placement option says. */
function asInertJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

async function readPage(widgetDir: string): Promise<string | null> {
  try {
    return await readFile(join(widgetDir, 'index.html'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Headers of a page that lives in a frame of exactly one portal: `portalOrigin` comes from the stored address.
 * Without a portal (null) the page is a plain text that any site may show: there is nothing in it to click.
 */
export function pageHeaders(portalOrigin: string | null): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': portalOrigin ? ["'self'"] : ["'none'"],
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:'],
        'font-src': ["'self'", 'data:'],
        'connect-src': portalOrigin ? ["'self'", portalOrigin] : ["'none'"],
        'base-uri': ["'none'"],
        'form-action': ["'none'"],
        'frame-ancestors': [portalOrigin ?? '*'],
      },
    },
    frameguard: false,
    crossOriginOpenerPolicy: false,
    crossOriginEmbedderPolicy: false,
  });
}
