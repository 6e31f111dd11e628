import type { ReportModel } from '../../api/index.js';

export type FileFormat = 'pdf' | 'xlsx';
type TaskSection = ReportModel['tasks'][number];

/** What a file is made of. */
export interface FileOrder {
  format: FileFormat;
  model: ReportModel;
}

/**
 * An order as it travels to the thread: piece by piece, because copying a long report at once holds up everybody else.
 * First the model without its work, then task after task, long ones in slices, at the end the format.
 */
export type OrderPiece =
  | { begin: ReportModel }
  | { section: 'tasks' | 'addedLater'; task: TaskSection; goesOn: boolean }
  | { end: FileFormat };

/** So many lines are copied in well below a millisecond. */
const LINES_A_PIECE = 150;

export function* piecesOf({ format, model }: FileOrder): Generator<OrderPiece> {
  yield { begin: { ...model, tasks: [], addedLater: [] } };
  for (const section of ['tasks', 'addedLater'] as const) {
    for (const task of model[section]) {
      for (let at = 0; at === 0 || at < task.lines.length; at += LINES_A_PIECE) {
        yield { section, task: { ...task, lines: task.lines.slice(at, at + LINES_A_PIECE) }, goesOn: at > 0 };
      }
    }
  }
  yield { end: format };
}

/** Puts the pieces together again; answers the whole order with its last one. */
export function orderJoiner(): (piece: OrderPiece) => FileOrder | null {
  let model: ReportModel | null = null;
  return (piece) => {
    if ('begin' in piece) model = piece.begin;
    else if (model === null) throw new Error('A piece came before its order');
    else if ('end' in piece) return { format: piece.end, model };
    else if (piece.goesOn) model[piece.section].at(-1)?.lines.push(...piece.task.lines);
    else model[piece.section].push(piece.task);
    return null;
  };
}
