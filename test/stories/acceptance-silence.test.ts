import { afterEach, describe, expect, it } from '@jest/globals';
import { listInstalledPortals } from '../../server/portal/installs/index.js';
import { runDueJobs, timetable } from '../../server/schedule.js';
import {
  acceptanceApi,
  type AcceptanceWorld,
  reportIdOf,
  startAcceptance,
} from '../given/acceptance-world.js';

let given: AcceptanceWorld | null = null;
afterEach(async () => {
  await given?.world.stop();
  given = null;
});

/** The timetable as it stands, at this local time: what silence asks for is said, and posted. */
async function at({ world, advance }: AcceptanceWorld, localTime: string): Promise<void> {
  advance(`${localTime}+03:00`);
  const jobs = timetable(60_000).filter((one) => one.job === 'silence');
  expect(jobs).toHaveLength(1);
  await world.app.settle();
  for (const portal of await listInstalledPortals(world.app.ground.db)) {
    await runDueJobs(world.app.stage, portal, jobs);
  }
  await world.app.settle();
}

async function begin(acceptance: { reminderDays: number[]; automaticDays: number | null }) {
  given = await startAcceptance('old');
  const { world } = given;
  const body = JSON.stringify({ acceptance });
  const version = {
    portal_id: world.portal.memberId,
    client_id: 0,
    version: 1,
    effective_from: '2026-03-01',
  };
  await world.app.ground.db
    .insertInto('terms')
    .values({ ...version, body, action_id: null, created_at: 1 })
    .execute();
  await given.report('2026-03-10');
  return given;
}

describe('a client who says nothing', () => {
  it('is reminded on working mornings, each time once, and silence is acceptance on the day that was announced', async () => {
    // Posted on Tuesday the 10th; three days on is Friday, five are Sunday: so Monday.
    const here = await begin({ reminderDays: [3, 5], automaticDays: 8 });
    const { comments, world } = here;
    expect(comments()[0]).toContain('Если до 18.03.2026 включительно не будет возражений');
    await at(here, '2026-03-13T09:55:00');
    expect(comments()).toHaveLength(1);
    await at(here, '2026-03-13T10:01:00');
    await at(here, '2026-03-13T10:20:00');
    await world.restart();
    await at(here, '2026-03-13T12:00:00');
    expect(comments()).toHaveLength(2);
    expect(comments()[1]).toMatch(
      /^Напоминаем про отчёт № 1: проверьте его, пожалуйста\. \[url=[^\]]+\]Откройте его в приложении\[\/url\], чтобы принять или отметить строки, по которым есть вопросы\. Если приложение у вас не открывается, просто ответьте здесь\. Если до 18\.03\.2026 включительно не будет возражений, отчёт считается принятым\.$/,
    );
    await at(here, '2026-03-15T11:00:00');
    expect(comments()).toHaveLength(2);
    await at(here, '2026-03-16T10:05:00');
    expect(comments()).toHaveLength(3);
    await at(here, '2026-03-18T17:00:00');
    expect(comments()).toHaveLength(3);
    await world.restart();
    await at(here, '2026-03-19T10:05:00');
    await at(here, '2026-03-20T10:05:00');
    expect(comments().slice(3)).toEqual([
      'До 18.03.2026 включительно возражений по отчёту № 1 не было, поэтому он считается принятым. Если вопрос всё же появится, напишите здесь: разберёмся.',
    ]);
    const contact = await here.as('contact');
    const client = acceptanceApi(contact, here.clientId, await reportIdOf(contact, here.clientId, 1));
    expect(await client.show()).toMatchObject({ state: 'accepted', agreed: { how: 'automatic' } });
  });

  it('is left in peace while a line is questioned, and has the whole time anew after the answer', async () => {
    const here = await begin({ reminderDays: [3], automaticDays: 5 });
    const contact = await here.as('contact');
    const reportId = await reportIdOf(contact, here.clientId, 1);
    const client = acceptanceApi(contact, here.clientId, reportId);
    await client.dispute([{ entryId: here.entryIds[0] ?? 0, reason: 'почему час?' }]);
    await at(here, '2026-03-13T10:05:00');
    await at(here, '2026-03-17T10:05:00');
    expect(here.comments()).toHaveLength(2);
    const staff = acceptanceApi(await here.as('manager'), here.clientId, reportId);
    const { body } = await staff.answer(1, 'Настраивали обмен вместе с вами.');
    expect(body).toMatchObject({ state: 'waiting', objectionsUntil: '2026-03-22' });
    await at(here, '2026-03-20T10:05:00');
    await at(here, '2026-03-23T10:05:00');
    const texts = here.comments().slice(2);
    expect(texts).toHaveLength(3);
    expect(texts[0]).toContain('Если до 22.03.2026 включительно не будет возражений');
    expect(texts[1]).toContain('Напоминаем про отчёт № 1');
    expect(texts[2]).toContain('он считается принятым');
  });

  it('is never taken to agree where the report did not say so', async () => {
    const here = await begin({ reminderDays: [], automaticDays: null });
    expect(here.comments()[0]).not.toContain('возражений');
    const body = JSON.stringify({ acceptance: { reminderDays: [], automaticDays: 1 } });
    const version = {
      portal_id: here.world.portal.memberId,
      client_id: 0,
      version: 2,
      effective_from: '2026-03-11',
    };
    await here.world.app.ground.db
      .insertInto('terms')
      .values({ ...version, body, action_id: null, created_at: 2 })
      .execute();
    await at(here, '2026-03-16T10:05:00');
    expect(here.comments()).toHaveLength(1);
  });
});
