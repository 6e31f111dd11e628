import type { ReportModel } from '../api/index.js';
import { threadCaller } from '../base/threads/index.js';
import { type FileFormat, type OrderPiece, piecesOf } from './files/file-order.js';

const thread = threadCaller<OrderPiece, Uint8Array>({
  file: new URL('./files/file-thread.mjs', import.meta.url),
  memoryMb: 512,
  // A report of 5 000 lines takes a few seconds.
  timeLimitMs: 60_000,
  codes: { busy: 'FILES_BUSY', tooSlow: 'FILE_TOO_SLOW', failed: 'FILE_FAILED' },
});

/**
 * The report as a file, made in a thread of its own so that nobody else waits for it; one file at a time.
 * Errors: FILES_BUSY (too many at once), FILE_TOO_SLOW (60 s were not enough), FILE_FAILED.
 */
export function renderFile(
  model: ReportModel,
  format: FileFormat,
  timeLimitMs?: number,
): Promise<Uint8Array> {
  return thread.ask({
    what: `report No. ${model.number} as ${format.toUpperCase()}`,
    pieces: piecesOf({ model, format }),
    hear: (file) => file,
    timeLimitMs,
  });
}
