import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PortalTermsPreview, TermsView } from '../../server/api/index.js';
import { dayOf } from '../../server/base/days.js';
import { defaultTerms } from '../../server/base/terms.js';
import { type SeededClient, seededClient } from '../given/seeded-client.js';
import { type GivenWorld, startWorld } from '../given/start-world.js';

const quarterUp = {
  ...defaultTerms,
  rounding: { mode: 'up' as const, stepSeconds: 900, per: 'entry' as const },
};

interface Line {
  entryId: number | null;
  seconds: number;
  reportNumber: number | null;
}

describe('the portal’s terms change for work already done', () => {
  let world: GivenWorld;
  let client: SeededClient;
  let entryId: number;
  let day: (ago: number) => string;

  beforeAll(async () => {
    world = await startWorld({ portal: { seed: 'terms' } });
    await world.install();
    client = await seededClient(world);
    day = (ago) => dayOf(world.portal.control.clock().now - ago * 86_400_000, 'Europe/Moscow');
    await client.postReport();
    entryId = await client.track('Поправить шапку', 601, 'поправили');
  });
  afterAll(() => world.stop());

  const standing = async (): Promise<Line[]> => {
    const { body } = await client.api.get(`/clients/${client.clientId}/ledger?standing=true&limit=5000`);
    return (body as { lines: Line[] }).lines;
  };
  const billedNow = async () =>
    (await standing()).filter((line) => line.entryId === entryId).map((line) => line.seconds);
  const issued = async () => (await standing()).filter((line) => line.reportNumber !== null);
  const preview = async () => {
    const body = { terms: quarterUp, effectiveFrom: day(40), from: day(40), to: day(0), afterClientId: 0 };
    return (await client.api.send('POST', '/terms/preview', body)).body as PortalTermsPreview;
  };

  it('is previewed over all clients without posting', async () => {
    const before = await standing();
    const { clients, done, total } = await preview();
    expect([done, total, clients.length]).toEqual([1, 1, 1]);
    const [figures] = clients;
    expect(figures?.issuedLinesKept).toBeGreaterThan(0);
    expect(figures?.after.billedSeconds).toBeGreaterThan(figures?.before.billedSeconds ?? 0);
    const { beforeSeconds = 0, afterSeconds = 0, entries } = figures?.onSave ?? {};
    expect([afterSeconds - beforeSeconds, entries]).toEqual([299, 1]);
    expect(await standing()).toEqual(before);
  });

  it('is saved once per request; every client is posted again, and issued lines stay', async () => {
    const frozen = await issued();
    expect(await billedNow()).toEqual([601]);
    const body = {
      requestId: randomUUID(),
      terms: quarterUp,
      effectiveFrom: day(40),
      reason: 'новый договор',
    };
    for (let times = 0; times < 2; times += 1)
      expect((await client.api.send('POST', '/terms', body)).status).toBe(201);
    await world.app.settle();
    expect(await billedNow()).toEqual([900]);
    expect(await issued()).toEqual(frozen);
    const { body: view } = await client.api.get(`/clients/${client.clientId}/terms`);
    const { scope, version, versions } = view as TermsView;
    expect([scope, version, versions.length]).toEqual(['portal', 1, 2]);
    expect(versions[0]).toMatchObject({ reason: 'новый договор', effectiveFrom: day(40), isCurrent: true });
    expect((await preview()).clients[0]).toMatchObject({ differing: 0, onSave: { entries: 0 } });
  });

  it('refuses terms that contradict themselves', async () => {
    const bodies = [
      { ...quarterUp, defaultWorkType: 'nothing' },
      { ...quarterUp, alerts: { ...quarterUp.alerts, thresholdsPercent: [95, 80] } },
      { ...quarterUp, rounding: { ...quarterUp.rounding, stepSeconds: 0 } },
    ];
    for (const terms of bodies) {
      const body = { requestId: randomUUID(), terms, effectiveFrom: day(0) };
      const answer = await client.api.send('POST', '/terms', body);
      expect([answer.status, answer.body]).toMatchObject([422, { code: 'INVALID_INPUT' }]);
    }
  });
});
