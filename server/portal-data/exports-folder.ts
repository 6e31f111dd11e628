import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../base/clock.js';
import type { Ground } from '../base/ground.js';

/** An archive is kept so long; whoever needs it later has another one made. */
export const KEPT_MS = 24 * 3_600_000;

type FolderGround = Pick<Ground, 'config'>;

/** Where the archives of one portal lie. Its name says nothing about the portal. */
export function exportsFolder({ config }: FolderGround, portalId: string): string {
  return join(config.exportsDir, createHash('sha256').update(portalId).digest('hex').slice(0, 24));
}

export async function makeExportsFolder(ground: FolderGround, portalId: string): Promise<string> {
  const folder = exportsFolder(ground, portalId);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** Removes archives whose time is over, also those that were never finished. Files follow the machine's clock. */
export async function pruneExports(ground: FolderGround, portalId: string): Promise<void> {
  await removeOlder(ground, portalId, systemClock.now() - KEPT_MS);
}

async function removeOlder(ground: FolderGround, portalId: string, before: number): Promise<void> {
  const folder = exportsFolder(ground, portalId);
  for (const file of await readdir(folder).catch(() => [])) {
    const path = join(folder, file);
    const madeAt = (await stat(path).catch(() => null))?.mtimeMs ?? 0;
    if (madeAt <= before) await rm(path, { force: true });
  }
}

/** The portal's data was erased, or a new archive is being made: the old ones go. */
export async function removeExports(ground: FolderGround, portalId: string): Promise<void> {
  await rm(exportsFolder(ground, portalId), { recursive: true, force: true });
}
