import type { BoardCard, BoardView } from '../../../../server/api/board.js';

/** What a card of a peer says: the same facts as ours, so that only the way of drawing differs. */
export interface CardTexts {
  client: string;
  title: string;
  facts: string[];
  barPercent: number;
}

export const peerColumns = ['todo', 'doing', 'waiting', 'review', 'done'] as const;

const day = new Intl.DateTimeFormat('ru', { day: 'numeric', month: 'short' });

export function textsOf(card: BoardCard, view: BoardView): CardTexts {
  const client = view.clients.find(({ clientId }) => clientId === card.clientId);
  const left = card.estimateSeconds - card.spentSeconds;
  const hours = `${Math.floor(Math.abs(left) / 3_600)}:${String(Math.floor((Math.abs(left) % 3_600) / 60)).padStart(2, '0')}`;
  return {
    client: client?.name ?? '',
    title: card.title,
    facts: [
      ...(card.urgency === 'normal' ? [] : [card.urgency]),
      ...(card.priority > 1 ? ['важно'] : []),
      ...(card.deadlineAt === null ? [] : [`до ${day.format(card.deadlineAt)}`]),
      left < 0 ? `сверх ${hours}` : `осталось ${hours}`,
    ],
    barPercent: client
      ? Math.round((100 * client.balance.unspentSeconds) / Math.max(1, client.usableSizeSeconds))
      : 0,
  };
}

/** Cards of every person and column, the most pressing first. */
export function cellsOf(view: BoardView): { userId: number; name: string; cells: BoardCard[][] }[] {
  return view.people.map(({ userId, name }) => ({
    userId,
    name,
    cells: peerColumns.map((column) =>
      view.cards
        .filter((card) => card.userId === userId && card.column === column)
        .sort((a, b) => b.priority - a.priority || a.taskId - b.taskId),
    ),
  }));
}

export const peerCss = `
body { margin: 0; font: 14px/1.3 sans-serif; }
#board { height: 660px; overflow: auto; contain: strict; position: relative; }
.lane { display: grid; grid-template-columns: 160px repeat(5, 1fr); border-bottom: 1px solid #ddd; }
.lane.placed { position: absolute; left: 0; right: 0; top: 0; contain: layout style; }
.cell { position: relative; border-left: 1px solid #ddd; min-height: 60px; }
.card { box-sizing: border-box; height: 112px; margin: 0 6px 8px; padding: 6px; border: 1px solid #ddd; border-radius: 8px; background: #fff; overflow: hidden; }
.card.placed { position: absolute; left: 6px; right: 6px; margin: 0; contain: strict; }
.card .title { font-weight: 500; height: 36px; overflow: hidden; }
.card .facts { display: flex; flex-wrap: wrap; gap: 0 8px; color: #555; font-size: 12px; }
.card .bar { height: 4px; background: #ddd; } .card .bar div { height: 100%; background: #1bb56c; }
.card.held { outline: 2px dashed #06c; }
`;
