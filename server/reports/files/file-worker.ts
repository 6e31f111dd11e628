import { parentPort } from 'node:worker_threads';
import { renderPdf } from '../render-pdf.js';
import { renderXlsx } from '../render-xlsx.js';
import type { FileAnswer, FileOrder } from './file-order.js';

const renderers = { pdf: renderPdf, xlsx: renderXlsx };

/** The thread in which files are made: one order at a time, one answer to each. */
parentPort?.on('message', (order: FileOrder) => {
  renderers[order.format](order.model).then(
    (file) => answer({ file }, [file.buffer as ArrayBuffer]),
    (error: unknown) =>
      answer({ problem: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});

function answer(told: FileAnswer, moved: ArrayBuffer[] = []): void {
  parentPort?.postMessage(told, moved);
}
