import { z } from 'zod';

/** What the server puts into the page in place of the bootstrap comment. Nothing of it is secret or believed for rights. */
const bootstrapSchema = z.object({
  page: z.enum(['app', 'install']).catch('app'),
  placement: z.string().catch('DEFAULT'),
  placementOptions: z.record(z.string(), z.unknown()).catch({}),
  language: z.string().catch('ru'),
  memberId: z.string().catch(''),
});
export type Bootstrap = z.infer<typeof bootstrapSchema>;

/** Reads the page's own JSON block; a page without one is the app opened at its front door. */
export function readBootstrap(page: Document): Bootstrap {
  const text = page.getElementById('bootstrap')?.textContent ?? '{}';
  return bootstrapSchema.parse(parseOr(text));
}

function parseOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A broken block must not keep the app from opening: the frame knows the same facts.
    return {};
  }
}
