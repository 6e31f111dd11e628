import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter';

/** What is dragged over the board, and where it is let go. */
export interface DropPlace {
  lane: string;
  column: string;
}

const kind = 'board-card';

/**
 * Makes a card one that can be dragged at the moment it is pressed: hundreds of cards come and go while somebody scrolls,
 * and one at a time is in the hand.
 */
export function useGrip() {
  let loose = () => {};
  return {
    take(element: HTMLElement) {
      loose();
      loose = draggable({
        element,
        getInitialData: () => ({ kind, taskId: Number(element.dataset['card']) }),
      });
    },
    loose: () => loose(),
  };
}

/** Makes a cell a place to drop cards on. */
export function dropCell(
  element: HTMLElement,
  cell: { place: () => DropPlace; mayTake: (taskId: number) => boolean; follow: (isOver: boolean) => void },
) {
  return dropTargetForElements({
    element,
    canDrop: ({ source }) => source.data['kind'] === kind && cell.mayTake(Number(source.data['taskId'])),
    getData: () => ({ ...cell.place() }),
    onDragEnter: () => cell.follow(true),
    onDragLeave: () => cell.follow(false),
    onDrop: () => cell.follow(false),
  });
}

/** Tells of drags from begin to end, wherever on the board; `place` null = let go beside it. */
export function watchDrags(told: {
  begun: (taskId: number) => void;
  ended: (taskId: number, place: DropPlace | null) => void;
}) {
  return monitorForElements({
    canMonitor: ({ source }) => source.data['kind'] === kind,
    onDragStart: ({ source }) => told.begun(Number(source.data['taskId'])),
    onDrop: ({ source, location }) => {
      const data = location.current.dropTargets[0]?.data;
      const place = data ? { lane: String(data['lane']), column: String(data['column']) } : null;
      told.ended(Number(source.data['taskId']), place);
    },
  });
}
