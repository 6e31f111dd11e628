import loader, { type Highs } from 'highs';

// Its types describe the CommonJS file, its package gives the ES module, whose default is the loader itself.
const load = loader as unknown as typeof loader.default;

let loading: Promise<Highs> | null = null;

/** The solver, loaded once a thread. Every model made with it must be disposed of: its memory is not ours to collect. */
export function loadHighs(): Promise<Highs> {
  return (loading ??= load());
}
