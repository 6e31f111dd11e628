import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue';
import type { LedgerLine } from '../../server/api/ledger.js';
import type { HoursApi } from '../api/index.js';

/** Enough to fill the screen; the rest follows while somebody reads. */
const firstPage = 100;
/** Small enough that reading an answer holds up no frame. */
const nextPage = 500;
/** What the widget holds, sorts and searches; a ledger beyond it is read on by hand. */
const mostLines = 20_000;

/** The ledger of a client, newest first: a first page at once, then all the others ahead of the reader. */
export function useLedger(api: HoursApi, clientId: number, standing: Ref<boolean>) {
  const lines = shallowRef<LedgerLine[] | null>(null);
  const error = shallowRef<unknown>(null);
  const reading = ref(false);
  const position = ref(0);
  const nextBefore = ref<string | null>(null);
  let run = 0;

  const read = async (before: string | null, goal: number) => {
    const mine = run;
    const isMine = () => mine === run;
    const got = await readPages(api, { clientId, standing: standing.value, before, goal }, isMine);
    if (got !== null) position.value = got.position;
    return got;
  };
  const guarded = async (work: () => Promise<void>) => {
    const mine = run;
    reading.value = true;
    try {
      await work();
      if (mine === run) error.value = null;
    } catch (failure) {
      if (mine === run) error.value = failure;
    } finally {
      if (mine === run) reading.value = false;
    }
  };
  const show = (got: Awaited<ReturnType<typeof read>>, shown: readonly LedgerLine[]) => {
    if (got === null) return;
    lines.value = [...shown, ...got.found];
    nextBefore.value = got.next;
  };
  const readOn = (goal: number) =>
    guarded(async () => {
      if (nextBefore.value === null) return;
      const shown = lines.value ?? [];
      show(await read(nextBefore.value, goal - shown.length), shown);
    });
  const restart = async () => {
    run += 1;
    lines.value = null;
    await guarded(async () => show(await read(null, firstPage), []));
    await readOn(mostLines);
  };
  /** All of it again behind what is shown: nobody loses their place. */
  const refresh = () => {
    run += 1;
    const goal = Math.max(mostLines, lines.value?.length ?? 0);
    return guarded(async () => show(await read(null, goal), []));
  };
  const more = async () => {
    if (!reading.value) await readOn((lines.value?.length ?? 0) + mostLines);
  };
  watch(standing, restart);
  onScopeDispose(() => (run = Number.POSITIVE_INFINITY));
  void restart();
  return {
    lines,
    error,
    reading,
    position,
    atEnd: computed(() => nextBefore.value === null),
    restart,
    refresh,
    more,
  };
}

interface Stretch {
  clientId: number;
  standing: boolean;
  before: string | null;
  goal: number;
}

/** Reads on until there are as many lines, or no more; null where a newer reading has begun. */
async function readPages(api: HoursApi, wanted: Stretch, isWanted: () => boolean) {
  const { clientId, standing, goal } = wanted;
  const found: LedgerLine[] = [];
  let next = wanted.before;
  let position = 0;
  do {
    const limit = Math.min(goal - found.length, next === null ? firstPage : nextPage);
    const page = await api.ledger(clientId, { standing, limit, ...(next !== null && { before: next }) });
    if (!isWanted()) return null;
    found.push(...page.lines);
    ({ nextBefore: next, position } = page);
  } while (next !== null && found.length < goal);
  return { found, next, position };
}
