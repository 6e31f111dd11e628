import { computed, onScopeDispose, ref, shallowRef } from 'vue';
import type { PortalTermsPreview, PreviewPortalTermsRequest } from '../../../server/api/terms-preview.js';
import type { HoursApi } from '../../api/index.js';

type ClientFigures = PortalTermsPreview['clients'][number];

/** Clients are reckoned a few at a time: there is a progress to show, and a way to stop. */
export function usePortalPreview(api: Pick<HoursApi, 'previewPortalTerms'>) {
  const clients = shallowRef<ClientFigures[]>([]);
  const progress = ref<{ done: number; total: number } | null>(null);
  const running = ref(false);
  const stopped = ref(false);
  let newest = 0;

  async function ask(wanted: PreviewPortalTermsRequest) {
    const mine = (newest += 1);
    clients.value = [];
    progress.value = null;
    stopped.value = false;
    running.value = true;
    try {
      let after: number | null = 0;
      while (after !== null) {
        const step: PortalTermsPreview = await api.previewPortalTerms({ ...wanted, afterClientId: after });
        if (mine !== newest) return;
        clients.value = [...clients.value, ...step.clients];
        progress.value = { done: step.done, total: step.total };
        after = step.nextAfterClientId;
      }
    } finally {
      if (mine === newest) running.value = false;
    }
  }
  function stop() {
    newest += 1;
    running.value = false;
    stopped.value = true;
  }
  onScopeDispose(stop);
  const total = computed(() => ({
    beforeSeconds: clients.value.reduce((sum, each) => sum + each.before.billedSeconds, 0),
    afterSeconds: clients.value.reduce((sum, each) => sum + each.after.billedSeconds, 0),
    differing: clients.value.reduce((sum, each) => sum + each.differing, 0),
    issuedLinesKept: clients.value.reduce((sum, each) => sum + each.issuedLinesKept, 0),
  }));
  return { clients, progress, running, stopped, total, ask, stop };
}
export type PortalPreviewState = ReturnType<typeof usePortalPreview>;
