import { answerOrders } from '../../base/threads/index.js';
import { renderPdf } from '../render-pdf.js';
import { renderXlsx } from '../render-xlsx.js';
import { type OrderPiece, orderJoiner } from './file-order.js';

const renderers = { pdf: renderPdf, xlsx: renderXlsx };
const join = orderJoiner();

/** The thread in which files are made: one order at a time, one file for each. */
answerOrders<OrderPiece, Uint8Array>(async (piece, { say }) => {
  const order = join(piece);
  if (order === null) return;
  const file = await renderers[order.format](order.model);
  say(file, [file.buffer as ArrayBuffer]);
});
