import type { Request } from 'express';
import { z } from 'zod';

const OPTION_LIMIT = 1_000;
const text = (longest: number) => z.string().max(longest).optional().catch(undefined);

/**
 * What the portal posts into the frame when it opens a page of ours (settings/app-installation). Every field may be
 * missing or strange; nothing of it is believed.
 */
const frameFormSchema = z.object({
  member_id: text(64),
  AUTH_ID: text(512),
  REFRESH_ID: text(512),
  SERVER_ENDPOINT: text(300),
  APPLICATION_TOKEN: text(128),
  PLACEMENT: text(64),
  PLACEMENT_OPTIONS: text(4_000),
});
export type FrameForm = z.infer<typeof frameFormSchema>;

export function readFrameForm(request: Request): FrameForm {
  const body: unknown = request.body;
  return frameFormSchema.parse(typeof body === 'object' && body !== null ? { ...body } : {});
}

/** Placement code as the platform writes them; anything else counts as the main page. */
export function placementOf(form: FrameForm): string {
  const placement = form.PLACEMENT ?? '';
  return /^[A-Z][A-Z0-9_]{0,63}$/.test(placement) ? placement : 'DEFAULT';
}

/** PLACEMENT_OPTIONS is a JSON text of an object; only its short texts and numbers are kept. */
export function placementOptionsOf(form: FrameForm): Record<string, string> {
  const options = parseObject(form.PLACEMENT_OPTIONS ?? '');
  const plain = Object.entries(options).filter(
    ([, value]) => typeof value === 'string' || typeof value === 'number',
  );
  const short = plain.map(([name, value]): [string, string] => [name, String(value)]);
  return Object.fromEntries(
    short.filter(([name, value]) => name.length <= 64 && value.length <= OPTION_LIMIT),
  );
}

function parseObject(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    // The platform leaves it empty on the main page; whatever does not parse opens the app at its front door.
    return {};
  }
}

/** One parameter of the address, if it is there once and short. */
export function queryText(request: Request, name: string): string | undefined {
  const value: unknown = request.query[name];
  return typeof value === 'string' && value.length <= 255 ? value : undefined;
}
