import { AppError } from './base/errors.js';
import { type Work, type WorkHands, kindOf, readAskedWorks, runWork } from './base/jobs/index.js';
import { refineSprint } from './planning/index.js';
import { exportArchive } from './portal-data/index.js';
import type { Stage } from './events.js';
import { resyncClients } from './resync-clients.js';

type LongWork = (stage: Stage, portalId: string, hands: WorkHands) => Promise<unknown>;

/** THE LONG WORKS that a person asks for: what is done for each kind. The first mirror belongs to the plot. */
const kinds: Record<string, LongWork> = {
  resync: resyncClients,
  export: ({ ground }, portalId, hands) => exportArchive(ground, portalId, hands),
  refine: ({ ground }, portalId, hands) => refineSprint(ground, portalId, hands),
};

export interface LongWorks {
  /** Begins whatever was asked for, beside everything else. */
  start: () => Promise<void>;
  /** Resolves when nothing runs here any more. */
  idle: () => Promise<void>;
}

/** Long works have a lane of their own: neither facts nor the timetable wait for them. */
export function createLongWorks(stage: Stage, mayGoOn: () => boolean): LongWorks {
  const running = new Map<string, Promise<void>>();

  async function start(): Promise<void> {
    for (const work of await readAskedWorks(stage.ground.db)) {
      const name = JSON.stringify([work.portalId, work.work]);
      const run = kinds[kindOf(work)];
      if (run === undefined || running.has(name) || !mayGoOn()) continue;
      running.set(
        name,
        play(stage, work, run, mayGoOn).finally(() => running.delete(name)),
      );
    }
  }

  return {
    start,
    idle: async () => {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}

async function play(stage: Stage, work: Work, run: LongWork, mayGoOn: () => boolean): Promise<void> {
  const { ground } = stage;
  try {
    await runWork(ground, work, (hands) => run(stage, work.portalId, hands), mayGoOn);
  } catch (error) {
    const code = error instanceof AppError ? error.code : undefined;
    ground.log.warn({ err: error, code, ...work }, 'a long work failed');
  }
}
