import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SeededClient, seededClient } from '../given/seeded-client.js';
import { type GivenWorld, openSession, startWorld } from '../given/start-world.js';

let world: GivenWorld;
let client: SeededClient;

beforeAll(async () => {
  world = await startWorld({ portal: { seed: 'changes' } });
  await world.install();
  client = await seededClient(world);
}, 120_000);
afterAll(() => world.stop());

/** What a page hears. The stream opens with a first breath before anything can be missed. */
class Listener {
  readonly heard: number[][] = [];
  readonly #abort = new AbortController();
  #ended: Promise<void> = Promise.resolve();

  async open(token: string): Promise<Response> {
    const answer = await fetch(`${world.appUrl}/api/v1/changes`, {
      headers: { authorization: `Bearer ${token}` },
      signal: this.#abort.signal,
    });
    if (answer.status === 200 && answer.body) this.#ended = this.#read(answer.body);
    else await answer.text();
    return answer;
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    try {
      for await (const bytes of body as unknown as AsyncIterable<Uint8Array>) {
        for (const [, text = ''] of decoder.decode(bytes).matchAll(/^data: (.*)$/gm)) {
          this.heard.push((JSON.parse(text) as { clients: number[] }).clients);
        }
      }
    } catch (error) {
      if (!this.#abort.signal.aborted) throw error;
    }
  }

  async waitFor(count: number, limitMs: number): Promise<void> {
    const until = Date.now() + limitMs;
    while (this.heard.length < count && Date.now() < until) await pause(50);
  }

  close(): Promise<void> {
    this.#abort.abort();
    return this.#ended;
  }

  /** Resolves when the server ended the stream. */
  ended(): Promise<void> {
    return this.#ended;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

describe('the stream of changes', () => {
  it('tells a manager of new hours, and nobody of a client they may not see', async () => {
    const directory = world.portal.control.directory();
    const [, other] = directory?.clients ?? [];
    await client.api.send('POST', '/clients', {
      ...{ requestId: randomUUID(), name: 'Чужой', groupIds: other?.groupIds },
      ...{ timeZone: 'Europe/Moscow', accountingStartsOn: '2026-01-01' },
    });
    await client.notice();
    const [manager, foreign] = [new Listener(), new Listener()];
    const foreignApi = await openSession(world.portal, world.appUrl, other?.contactIds[0] ?? 0);
    expect((await manager.open(client.api.token)).headers.get('content-type')).toBe('text/event-stream');
    expect((await foreign.open(foreignApi.token)).status).toBe(200);
    // The first look only learns where everything stands.
    await pause(1_500);
    await client.track('Корзина', 1800, 'поправил скидку');
    await manager.waitFor(1, 5_000);
    // A task's news is the board's too, whose mark is no client's number.
    expect(manager.heard.flat().filter((id) => id !== 0)).toEqual([client.clientId]);
    await pause(1_200);
    expect(foreign.heard).toEqual([]);
    await Promise.all([manager.close(), foreign.close()]);
  });

  it('is refused without a session, and to a person whose pages listen too often', async () => {
    expect((await new Listener().open('no.such.session')).status).toBe(401);
    const pages = Array.from({ length: 10 }, () => new Listener());
    for (const page of pages) expect((await page.open(client.api.token)).status).toBe(200);
    expect((await new Listener().open(client.api.token)).status).toBe(429);
    for (const page of pages) await page.close();
    await pause(200);
    const again = new Listener();
    expect((await again.open(client.api.token)).status).toBe(200);
    await again.close();
  });

  it('ends when the app stops', async () => {
    const page = new Listener();
    await page.open(client.api.token);
    await pause(100);
    const stopped = world.app.stop();
    await page.ended();
    await stopped;
    await expect(fetch(`${world.appUrl}/healthz`)).rejects.toThrow();
  });
});
