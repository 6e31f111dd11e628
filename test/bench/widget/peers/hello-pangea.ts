import { DragDropContext, Draggable, Droppable } from '@hello-pangea/dnd';
import { createElement as h, memo } from 'react';
import { createRoot } from 'react-dom/client';
import { flushSync } from 'react-dom';
import type { BoardCard, BoardView } from '../../../../server/api/board.js';
import { cellsOf, peerColumns, textsOf } from './peer-card.js';

const Card = memo(({ card, view }: { card: BoardCard; view: BoardView }) => {
  const texts = textsOf(card, view);
  return [
    h('div', { key: 'client' }, texts.client),
    h('div', { key: 'title', className: 'title' }, texts.title),
    h(
      'div',
      { key: 'facts', className: 'facts' },
      texts.facts.map((fact) => h('span', { key: fact }, fact)),
    ),
    h('div', { key: 'bar', className: 'bar' }, h('div', { style: { width: `${texts.barPercent}%` } })),
  ];
});

function drawCard(card: BoardCard, index: number, view: BoardView) {
  return h(Draggable, {
    ...{ key: card.taskId, draggableId: String(card.taskId), index },
    children: (drag, state) =>
      h(
        'div',
        {
          ref: drag.innerRef,
          ...drag.draggableProps,
          ...drag.dragHandleProps,
          className: state.isDragging ? 'card held' : 'card',
          'data-card': card.taskId,
        } as object,
        h(Card, { card, view }),
      ),
  });
}

/** A board as most are made with React: every card in the page, carried by the library. */
function Board({ view }: { view: BoardView }) {
  return h(DragDropContext, {
    onDragEnd: () => undefined,
    children: h(
      'div',
      { id: 'board' },
      cellsOf(view).map(({ userId, name, cells }) =>
        h('div', { key: userId, className: 'lane' }, [
          h('div', { key: 'head' }, name),
          ...cells.map((cards, column) =>
            h(Droppable, {
              ...{ key: peerColumns[column] ?? '', droppableId: `${userId}/${column}` },
              children: (drop) =>
                h('div', { ref: drop.innerRef, ...drop.droppableProps, className: 'cell' } as object, [
                  ...cards.map((card, index) => drawCard(card, index, view)),
                  drop.placeholder,
                ]),
            }),
          ),
        ]),
      ),
    ),
  });
}

export function mount(root: HTMLElement, view: BoardView): () => void {
  const react = createRoot(root);
  flushSync(() => react.render(h(Board, { view })));
  return () => react.unmount();
}
