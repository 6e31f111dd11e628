import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BurnDown, ClientView, Running } from '../../server/api/index.js';
import { type SeededClient, seededClient } from '../given/seeded-client.js';
import { type Api, type GivenWorld, openSession, startWorld } from '../given/start-world.js';

let world: GivenWorld;
let client: SeededClient;

beforeAll(async () => {
  world = await startWorld({ portal: { seed: 'figures' } });
  await world.install();
  client = await seededClient(world);
}, 120_000);
afterAll(() => world.stop());

const of = (path: string) => `/clients/${client.clientId}${path}`;
const read = async <T>(path: string): Promise<T> => (await client.api.get(path)).body as T;
const tokenOf = (userId: number) => world.portal.control.openApp({ userId }).fields['AUTH_ID'] ?? '';

describe('a running timer', () => {
  let performer: Api;

  it('is shown to the manager once its owner’s page lent its token, and bills nothing', async () => {
    const { control } = world.portal;
    const { performerId, groupId } = client;
    const before = await read<ClientView>(of(''));
    expect(await read<Running>(of('/running'))).toMatchObject({ seconds: 0, knownPeople: 0 });
    const task = control.createTask({ title: 'Срочный баннер', groupId, responsibleId: performerId });
    await client.notice();
    control.startTimer({ userId: performerId, taskId: task.id });
    control.setClock({ advanceMs: 25 * 60_000 });
    await client.notice();
    performer = await openSession(world.portal, world.appUrl, performerId);
    const lent = await performer.send('POST', '/running', { accessToken: tokenOf(performerId) });
    expect(lent.status).toBe(204);
    const running = await read<Running>(of('/running'));
    expect(running.work).toEqual([
      expect.objectContaining({ userId: performerId, taskId: task.id, taskTitle: 'Срочный баннер' }),
    ]);
    expect(running.seconds).toBeGreaterThanOrEqual(25 * 60);
    expect(running.knownPeople).toBe(1);
    expect(running.people).toBeGreaterThan(1);
    expect((await read<ClientView>(of(''))).balance).toEqual(before.balance);
  });

  it('of somebody else is not believed', async () => {
    const [, other = 0] = world.portal.control.directory()?.performerIds ?? [];
    const api = await openSession(world.portal, world.appUrl, other);
    // The other's session with the runner's token: the answer is about the runner, so nothing is kept.
    expect((await api.send('POST', '/running', { accessToken: tokenOf(client.performerId) })).status).toBe(
      204,
    );
    expect((await read<Running>(of('/running'))).work.map(({ userId }) => userId)).toEqual([
      client.performerId,
    ]);
    expect((await api.send('POST', '/running', { accessToken: 'x'.repeat(40) })).status).toBe(403);
    expect((await performer.get(of('/running'))).status).toBe(404);
  });

  it('is no longer known some minutes after its page was closed', async () => {
    world.portal.control.setClock({ advanceMs: 6 * 60_000 });
    await client.notice();
    expect(await read<Running>(of('/running'))).toMatchObject({ seconds: 0, work: [], knownPeople: 0 });
  });
});

describe('the burn-down', () => {
  it('ends today at the balance, with what was billed by kind of work', async () => {
    const [{ balance }, burnDown] = [await read<ClientView>(of('')), await read<BurnDown>(of('/burn-down'))];
    expect(burnDown.points.at(-1)).toEqual({ day: burnDown.today, balanceSeconds: balance.balanceSeconds });
    expect(burnDown.points.length).toBeGreaterThan(4);
    const billed = burnDown.workTypes.reduce((sum, { seconds }) => sum + seconds, 0);
    // The opening debt is billed too, but is nobody's work.
    expect(billed).toBeLessThanOrEqual(balance.spentSeconds + balance.overageSeconds);
    expect(billed).toBeGreaterThan(0);
  });
});
