import { readFileSync } from 'node:fs';
import { z } from 'zod';

const path = z.string().regex(/^\/[\w/-]*$/);
const titles = z.object({ title: z.string().min(1), description: z.string().min(1) });

const manifestSchema = z.object({
  code: z.string().min(1),
  version: z.number().int().positive(),
  scopes: z.array(z.string()).min(1),
  handlers: z.object({ app: path, install: path, events: path }),
  events: z.array(z.string().regex(/^ON[A-Z]+$/)).min(1),
  /** Of those events: what a portal may refuse (no such scope, an older box) while everything else goes on. */
  optionalEvents: z.array(z.string().regex(/^ON[A-Z]+$/)).default([]),
  /** Kept by the portal in a queue as well, where its plan allows it: nothing of them can be lost. */
  offlineEvents: z.array(z.string().regex(/^ON[A-Z]+$/)),
  placements: z.array(z.object({ placement: z.string(), ru: titles, en: titles })).min(1),
});

/** What the app asks of a portal: `bitrix-app.json`. */
export type AppManifest = z.infer<typeof manifestSchema>;

export function readManifest(): AppManifest {
  return manifestSchema.parse(
    JSON.parse(readFileSync(new URL('../bitrix-app.json', import.meta.url), 'utf8')),
  );
}
