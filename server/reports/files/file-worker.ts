import { parentPort } from 'node:worker_threads';
import { renderPdf } from '../render-pdf.js';
import { renderXlsx } from '../render-xlsx.js';
import { type FileAnswer, type FileOrder, type OrderPiece, orderJoiner } from './file-order.js';

const renderers = { pdf: renderPdf, xlsx: renderXlsx };
const join = orderJoiner();

/** The thread in which files are made: one order at a time, one answer to each. */
parentPort?.on('message', (piece: OrderPiece) => {
  const order = join(piece);
  if (order) void make(order);
});

async function make(order: FileOrder): Promise<void> {
  try {
    const file = await renderers[order.format](order.model);
    answer({ file }, [file.buffer as ArrayBuffer]);
  } catch (error) {
    answer({ problem: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

function answer(told: FileAnswer, moved: ArrayBuffer[] = []): void {
  parentPort?.postMessage(told, moved);
}
