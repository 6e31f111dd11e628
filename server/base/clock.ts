/** Where "now" comes from. Injected, so that tests and the demo can follow the simulated portal's clock. */
export interface Clock {
  /** Epoch ms. */
  now: () => number;
}

export const systemClock: Clock = { now: () => Date.now() };
