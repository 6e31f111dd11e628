import { z } from 'zod';
import type { DbOrTx } from '../../base/db/index.js';
import { readSetting, writeSetting } from './setting-store.js';

const NAME = 'asked-to-post';
const askedSchema = z.object({ userId: z.number().int(), by: z.number().int(), at: z.number().int() });

/** Whom an administrator asked to let reports appear in their name; they agree on their own page. */
export type AskedToPost = z.infer<typeof askedSchema>;

export async function readAskedToPost(db: DbOrTx, portalId: string): Promise<AskedToPost | null> {
  const value = await readSetting(db, portalId, NAME);
  const asked = askedSchema.safeParse(value === null ? null : JSON.parse(value));
  return asked.success ? asked.data : null;
}

export async function writeAskedToPost(
  db: DbOrTx,
  portalId: string,
  asked: AskedToPost | null,
): Promise<void> {
  await writeSetting(db, portalId, NAME, JSON.stringify(asked));
}
