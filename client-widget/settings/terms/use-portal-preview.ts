import { computed, onScopeDispose, ref, shallowRef } from 'vue';
import type { PortalTermsPreview, PreviewPortalTermsRequest } from '../../../server/api/terms-preview.js';
import type { HoursApi } from '../../api/index.js';

type ClientFigures = PortalTermsPreview['clients'][number];

interface Kept {
  wanted: PreviewPortalTermsRequest;
  clients: ClientFigures[];
  progress: { done: number; total: number } | null;
  /** Ask on after this client; null = that was all. */
  after: number | null;
  at: number;
}

/** Work goes on meanwhile: figures older than this are reckoned anew. */
const KEPT_MS = 15 * 60_000;
/** What was reckoned last, for whoever leaves the screen and comes back while the app's page is open. */
let kept: Kept | null = null;

/** What was asked about this change before, if its figures are still of use. */
export function askedBefore(
  change: Pick<PreviewPortalTermsRequest, 'terms' | 'effectiveFrom'>,
): PreviewPortalTermsRequest | null {
  if (kept === null || Date.now() - kept.at > KEPT_MS) return null;
  const of = ({ terms, effectiveFrom }: typeof change) => ({ terms, effectiveFrom });
  return isSame(of(kept.wanted), of(change)) ? kept.wanted : null;
}

/** Other terms hold now: what was reckoned against the earlier ones is of no use. */
export function forgetPreview(): void {
  kept = null;
}

function isSame(a: object, b: object): boolean {
  const sorted = (of: object) => JSON.stringify(Object.entries(of).sort(([x], [y]) => (x < y ? -1 : 1)));
  return sorted(a) === sorted(b);
}

/** Clients are reckoned a few at a time: there is a progress to show, a way to stop, and a place to go on from. */
export function usePortalPreview(api: Pick<HoursApi, 'previewPortalTerms'>) {
  const clients = shallowRef<ClientFigures[]>([]);
  const progress = ref<Kept['progress']>(null);
  const running = ref(false);
  const stopped = ref(false);
  /** When the figures were begun, where they are not of just now. */
  const begunAt = ref<number | null>(null);
  let newest = 0;

  /** From the first client. */
  function ask(wanted: PreviewPortalTermsRequest): Promise<void> {
    return goOn({ wanted, clients: [], progress: null, after: 0, at: Date.now() });
  }
  /** From where it was left, if that was the same question a short while ago. */
  function resume(wanted: PreviewPortalTermsRequest): Promise<void> {
    const before = askedBefore(wanted);
    return kept !== null && before !== null && isSame(before, wanted) ? goOn(kept, kept.at) : ask(wanted);
  }
  async function goOn(from: Kept, earlier: number | null = null): Promise<void> {
    const mine = (newest += 1);
    const show = (next: Kept) => {
      kept = next;
      clients.value = next.clients;
      progress.value = next.progress;
    };
    let now = from;
    show(now);
    begunAt.value = earlier;
    stopped.value = false;
    running.value = now.after !== null;
    try {
      while (now.after !== null) {
        const step = await api.previewPortalTerms({ ...now.wanted, afterClientId: now.after });
        if (mine !== newest) return;
        const { nextAfterClientId: after, done, total } = step;
        now = { ...now, clients: [...now.clients, ...step.clients], progress: { done, total }, after };
        show(now);
      }
    } finally {
      if (mine === newest) {
        running.value = false;
        stopped.value = now.after !== null;
      }
    }
  }
  function stop() {
    newest += 1;
    stopped.value = running.value;
    running.value = false;
  }
  onScopeDispose(stop);
  const total = computed(() => ({
    beforeSeconds: clients.value.reduce((sum, each) => sum + each.before.billedSeconds, 0),
    afterSeconds: clients.value.reduce((sum, each) => sum + each.after.billedSeconds, 0),
    differing: clients.value.reduce((sum, each) => sum + each.differing, 0),
    issuedLinesKept: clients.value.reduce((sum, each) => sum + each.issuedLinesKept, 0),
  }));
  return { clients, progress, running, stopped, begunAt, total, ask, resume, stop };
}
export type PortalPreviewState = ReturnType<typeof usePortalPreview>;
