import type { ChangeEffect } from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { type Figures, effectBetween, readFigures } from './change-effect-view.js';
import { postHours } from './post-hours.js';

/** Carries the answer out of a transaction that must not be kept. */
class Tried extends Error {
  readonly effect: ChangeEffect;

  constructor(effect: ChangeEffect) {
    super('tried, not kept');
    this.effect = effect;
  }
}

/**
 * Makes a change in a transaction and answers what it did to the client's figures. A preview is the very same change,
 * taken back before anybody can see it: what it shows is what will happen.
 */
export async function tryChange(
  ground: Ground,
  where: { portalId: string; clientId: number; preview: boolean },
  change: (tx: Tx) => Promise<unknown>,
): Promise<ChangeEffect> {
  const { portalId, clientId, preview } = where;
  try {
    return await ground.db.transaction().execute(async (tx) => {
      // What was waiting to be posted anyway is not this change's doing.
      await postHours(tx, ground, portalId, clientId);
      const read = (): Promise<Figures> => readFigures(tx, where, ground.clock.now());
      const before = await read();
      await change(tx);
      const effect = effectBetween(before, await read());
      if (preview) throw new Tried(effect);
      return effect;
    });
  } catch (error) {
    if (error instanceof Tried) return error.effect;
    throw error;
  }
}
