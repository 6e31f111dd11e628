import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter';

/** Where a task is let go: a person's day, or the list of what is not planned. */
export type DropSpot = { userId: number; day: string } | 'backlog';

const kind = 'sprint-task';

/** Makes an element a task that can be dragged; returns what undoes it. */
export function dragTask(element: HTMLElement, taskId: () => number) {
  return draggable({ element, getInitialData: () => ({ kind, taskId: taskId() }) });
}

/** Makes an element a place to drop tasks on. */
export function dropOn(element: HTMLElement, spot: () => DropSpot, follow: (isOver: boolean) => void) {
  return dropTargetForElements({
    element,
    canDrop: ({ source }) => source.data['kind'] === kind,
    getData: () => ({ spot: spot() }),
    onDragEnter: () => follow(true),
    onDragLeave: () => follow(false),
    onDrop: () => follow(false),
  });
}

/** Tells where a dragged task was let go. */
export function watchDrops(dropped: (taskId: number, spot: DropSpot) => void) {
  return monitorForElements({
    canMonitor: ({ source }) => source.data['kind'] === kind,
    onDrop: ({ source, location }) => {
      const spot = location.current.dropTargets[0]?.data['spot'] as DropSpot | undefined;
      if (spot) dropped(Number(source.data['taskId']), spot);
    },
  });
}
