import { parentPort, workerData } from 'node:worker_threads';
import { connect } from '../../base/db/index.js';
import { type ArchiveMade, type ArchiveOrder, type ArchiveStep, writeArchive } from './write-archive.js';

export type ExportNews = { step: ArchiveStep } | { made: ArchiveMade } | { problem: string };

const TELL_EVERY_MS = 200;

/** The thread in which an archive is made, with a connection of its own: the doors stay open meanwhile. */
const { databaseUrl, order } = workerData as { databaseUrl: string; order: ArchiveOrder };
let toldAt = 0;
const tell = (news: ExportNews): void => parentPort?.postMessage(news);
const db = connect(databaseUrl);
try {
  const made = await writeArchive(db, order, (step) => {
    if (performance.now() - toldAt < TELL_EVERY_MS) return;
    toldAt = performance.now();
    tell({ step });
  });
  tell({ made });
} catch (error) {
  tell({ problem: error instanceof Error ? (error.stack ?? error.message) : String(error) });
} finally {
  await db.destroy();
}
