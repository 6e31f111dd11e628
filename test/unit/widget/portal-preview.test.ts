import { describe, expect, it } from '@jest/globals';
import { effectScope } from 'vue';
import {
  askedBefore,
  forgetPreview,
  usePortalPreview,
} from '../../../client-widget/settings/terms/use-portal-preview.js';
import type { PortalTermsPreview, PreviewPortalTermsRequest } from '../../../server/api/terms-preview.js';
import { termsSchema } from '../../../server/api/terms.js';
import { defaultTerms } from '../../../server/base/terms.js';

const wanted: PreviewPortalTermsRequest = {
  ...{ terms: termsSchema.parse(defaultTerms), effectiveFrom: '2026-11-01' },
  ...{ from: '2026-10-01', to: '2026-11-25' },
};
const figures = (billedSeconds: number) => ({
  ...{ recordedSeconds: 3600, billedSeconds, courtesySeconds: 0, overageSeconds: 0 },
});
const clientOf = (clientId: number): PortalTermsPreview['clients'][number] => ({
  ...{ clientId, name: `Клиент ${clientId}`, before: figures(3600), after: figures(5400) },
  ...{ entries: 10, differing: 4, issuedLinesKept: 1, hasOwnTerms: false },
  onSave: { beforeSeconds: 3600, afterSeconds: 5400, entries: 4 },
});

/** A server with five clients that answers two at a time, when the test lets it. */
function slowServer() {
  const asked: number[] = [];
  const waiting: (() => void)[] = [];
  return {
    asked,
    answerNext: async () => {
      waiting.shift()?.();
      await new Promise((resolve) => setTimeout(resolve, 0));
    },
    previewPortalTerms: async ({ afterClientId = 0 }: PreviewPortalTermsRequest) => {
      asked.push(afterClientId);
      await new Promise<void>((resolve) => waiting.push(resolve));
      const ids = [1, 2, 3, 4, 5].filter((id) => id > afterClientId).slice(0, 2);
      const last = ids.at(-1) ?? 5;
      const nextAfterClientId = last < 5 ? last : null;
      return { clients: ids.map(clientOf), nextAfterClientId, done: last, total: 5 };
    },
  };
}

function started() {
  const server = slowServer();
  const scope = effectScope();
  const preview = scope.run(() => usePortalPreview(server));
  if (!preview) throw new Error('no scope');
  return { server, preview, scope };
}

describe('the preview over all clients', () => {
  it('asks on from where the last answer ended, and adds it up', async () => {
    const { server, preview } = started();
    const whole = preview.ask(wanted);
    await server.answerNext();
    expect(preview.progress.value).toEqual({ done: 2, total: 5 });
    expect(preview.running.value).toBe(true);
    await server.answerNext();
    await server.answerNext();
    await whole;
    expect(server.asked).toEqual([0, 2, 4]);
    expect([preview.running.value, preview.stopped.value]).toEqual([false, false]);
    expect(preview.clients.value.map((each) => each.clientId)).toEqual([1, 2, 3, 4, 5]);
    expect(preview.total.value).toEqual({
      ...{ beforeSeconds: 18_000, afterSeconds: 27_000, differing: 20, issuedLinesKept: 5 },
    });
  });

  it('asks nothing more once it is stopped, and keeps what it has', async () => {
    const { server, preview } = started();
    const whole = preview.ask(wanted);
    await server.answerNext();
    preview.stop();
    await server.answerNext();
    await whole;
    expect(server.asked).toEqual([0, 2]);
    expect([preview.running.value, preview.stopped.value, preview.clients.value.length]).toEqual([
      ...[false, true, 2],
    ]);
  });

  it('begun anew, does not mix in what the first one still answers', async () => {
    const { server, preview, scope } = started();
    const first = preview.ask(wanted);
    const second = preview.ask(wanted);
    await server.answerNext();
    await first;
    expect(preview.clients.value).toEqual([]);
    await server.answerNext();
    expect(preview.clients.value.map((each) => each.clientId)).toEqual([1, 2]);
    scope.stop();
    await server.answerNext();
    await second;
    expect(server.asked).toEqual([0, 0, 2]);
  });

  it('left half-way, goes on from there when the same is asked again; after a saving it begins anew', async () => {
    const { server, preview, scope } = started();
    const whole = preview.ask(wanted);
    await server.answerNext();
    scope.stop();
    await server.answerNext();
    await whole;
    expect(askedBefore(wanted)).toEqual(wanted);
    expect(askedBefore({ ...wanted, effectiveFrom: '2026-11-02' })).toBeNull();

    const later = started();
    const rest = later.preview.resume({ ...wanted });
    expect(later.preview.clients.value.map((each) => each.clientId)).toEqual([1, 2]);
    expect(later.preview.begunAt.value).not.toBeNull();
    await later.server.answerNext();
    await later.server.answerNext();
    await rest;
    expect(later.server.asked).toEqual([2, 4]);
    expect(later.preview.total.value.differing).toBe(20);

    forgetPreview();
    expect(askedBefore(wanted)).toBeNull();
  });
});
