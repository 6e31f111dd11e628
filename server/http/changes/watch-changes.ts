import type { Ground } from '../../base/ground.js';
import { readMarks } from './changes-view.js';

/** A change is on screen within two seconds of its posting; every node looks by itself. */
const LOOK_EVERY_MS = 1_000;

export type ChangeListener = (clientIds: number[]) => void;

export interface Changes {
  /** Tells of clients whose figures or reports changed, until the returned function is called. */
  listen: (portalId: string, listener: ChangeListener) => () => void;
  /** Ends every stream: `onStop` of each listener's route is what closes its answer. */
  stop: () => void;
  onStop: (work: () => void) => () => void;
}

interface Watched {
  listeners: Set<ChangeListener>;
  marks: Map<number, string> | null;
  timer: NodeJS.Timeout;
  isLooking: boolean;
}

/**
 * Looks at a portal's marks once a second while somebody listens, whoever wrote them: this process, another node or the
 * command line. One query for all who look at the same portal.
 */
export function watchChanges(ground: Pick<Ground, 'db' | 'log'>): Changes {
  const portals = new Map<string, Watched>();
  const stops = new Set<() => void>();

  async function look(portalId: string, watched: Watched): Promise<void> {
    if (watched.isLooking) return;
    watched.isLooking = true;
    try {
      const marks = await readMarks(ground.db, portalId);
      const before = watched.marks;
      watched.marks = marks;
      const changed = [...marks].filter(([id, mark]) => before && before.get(id) !== mark).map(([id]) => id);
      if (changed.length > 0) for (const listener of watched.listeners) listener(changed);
    } catch (error) {
      ground.log.warn({ err: error, portalId }, 'changes could not be looked at');
    } finally {
      watched.isLooking = false;
    }
  }

  function startWatching(portalId: string): Watched {
    const watched: Watched = {
      listeners: new Set(),
      marks: null,
      timer: setInterval(() => void look(portalId, watched), LOOK_EVERY_MS),
      isLooking: false,
    };
    portals.set(portalId, watched);
    void look(portalId, watched);
    return watched;
  }

  return {
    listen: (portalId, listener) => {
      const watched = portals.get(portalId) ?? startWatching(portalId);
      watched.listeners.add(listener);
      return () => {
        watched.listeners.delete(listener);
        if (watched.listeners.size > 0) return;
        clearInterval(watched.timer);
        portals.delete(portalId);
      };
    },
    stop: () => {
      for (const work of stops) work();
    },
    onStop: (work) => {
      stops.add(work);
      return () => stops.delete(work);
    },
  };
}
