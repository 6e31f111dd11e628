import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { DateTime } from 'luxon';
import { AppError, notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { newId } from '../base/ids.js';
import type { WorkHands } from '../base/jobs/index.js';
import { readPortal } from '../portal/installs/index.js';
import type { ExportNews } from './export/export-worker.js';
import type { ArchiveMade, ArchiveOrder, ArchiveStep } from './export/write-archive.js';
import { KEPT_MS, makeExportsFolder, removeExports } from './exports-folder.js';
import { portalName } from './portal-name.js';

export interface ExportResult extends ArchiveMade {
  /** Of the file in the portal's folder. */
  file: string;
  bytes: number;
  expiresAt: number;
}

const LOOK_EVERY_MS = 250;
const MEMORY_MB = 512;

/** Makes the archive of a portal in a thread of its own; the one before it goes. Cancelled, nothing is left of it. */
export async function exportArchive(
  ground: Ground,
  portalId: string,
  { step }: WorkHands,
): Promise<ExportResult> {
  const portal = await readPortal(ground.db, portalId);
  if (!portal) throw notFound('Portal');
  await removeExports(ground, portalId);
  const folder = await makeExportsFolder(ground, portalId);
  const file = `${newId()}.zip`;
  const to = join(folder, `${file}.partial`);
  const now = DateTime.fromMillis(ground.clock.now(), { zone: portal.time_zone });
  const madeAt = now.toFormat('yyyy-MM-dd HH:mm');
  try {
    const made = await inThread(ground, { portalId, portal: portalName(portal), madeAt, to }, step);
    const { size: bytes } = await stat(to);
    // The last moment to stop: then it is there.
    await step({});
    await rename(to, join(folder, file));
    return { ...made, file, bytes, expiresAt: ground.clock.now() + KEPT_MS };
  } finally {
    await rm(to, { force: true });
  }
}

async function inThread(ground: Ground, order: ArchiveOrder, step: WorkHands['step']): Promise<ArchiveMade> {
  const { databaseUrl } = ground.config;
  const thread = new Worker(new URL('./export/export-thread.mjs', import.meta.url), {
    workerData: { databaseUrl, order },
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: 64 },
  });
  let latest: ArchiveStep | null = null;
  const ended = new Promise<ArchiveMade>((resolve, reject) => {
    thread.on('message', (news: ExportNews) => {
      if ('step' in news) latest = news.step;
      else if ('made' in news) resolve(news.made);
      else reject(failed(news.problem));
    });
    thread.once('error', (error) => reject(failed(error.message, error)));
    thread.once('exit', () => reject(failed('the thread ended')));
  });
  ended.catch(() => undefined);
  try {
    for (;;) {
      const made = await Promise.race([ended, pause(LOOK_EVERY_MS, null)]);
      if (made !== null) return made;
      await step(latest ?? {});
    }
  } finally {
    await thread.terminate();
  }
}

function failed(why: string, cause?: Error): AppError {
  return new AppError('EXPORT_FAILED', 'The archive could not be made', {
    detail: { why },
    ...(cause && { cause }),
  });
}
