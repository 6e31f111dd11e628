import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
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

async function balanceOf({ as, clientId }: AcceptanceWorld): Promise<number> {
  const { body } = await (await as('manager')).get(`/clients/${clientId}`);
  return (body as { balance: { balanceSeconds: number } }).balance.balanceSeconds;
}

const MANAGER = 'Анна Орлова';
const TASK = 'задача «Выгрузка [\u200bb]остатков[\u200b/b] из 1С»';

describe.each(['old', 'new'] as const)('a report on the %s card', (card) => {
  it('is questioned by the client, answered and waived by the manager, and accepted; each is told once', async () => {
    given = await startAcceptance(card);
    const { world, as, clientId, entryIds, report, comments } = given;
    const [first = 0, second = 0] = entryIds;
    const { app } = world;
    await report('2026-03-10');
    const url = `${world.portal.url}/marketplace/view/${world.portal.control.app().registration.code}/?params%5Bclient%5D=${clientId}&params%5Breport%5D=1`;
    expect(comments()).toHaveLength(1);
    expect(comments()[0]).toContain(`[url=${url}]Откройте его в приложении[/url]`);

    const contact = await as('contact');
    const reportId = await reportIdOf(contact, clientId, 1);
    const client = acceptanceApi(contact, clientId, reportId);
    expect(await client.show()).toMatchObject({ state: 'waiting', openDisputes: 0, disputes: [] });
    const requestId = randomUUID();
    const lines = [
      { entryId: first, reason: 'Обмен мы настроили сами' },
      { entryId: second, reason: 'Почему [b]два[/b] часа?' },
    ];
    expect((await client.dispute(lines, requestId)).body).toMatchObject({
      state: 'disputed',
      openDisputes: 2,
    });
    await world.restart();
    expect((await client.dispute(lines, requestId)).status).toBe(200);
    await world.app.settle();

    const manager = acceptanceApi(await as('manager'), clientId, reportId);
    const shown = await manager.show();
    expect(shown.disputes.map((one) => [one.ending, one.leftSeconds])).toEqual([
      ['open', 3_600],
      ['open', 7_200],
    ]);
    const [one, two] = shown.disputes.map(({ dispute }) => dispute);
    const before = await balanceOf(given);
    expect(
      (await manager.answer(one ?? 0, 'Настраивали вместе: ваш запрос от 9 марта в задаче.')).status,
    ).toBe(200);
    const answerId = randomUUID();
    const waived = await manager.answer(two ?? 0, 'Час ушёл на нашу ошибку, возвращаем.', 3_600, answerId);
    expect(waived.body).toMatchObject({ state: 'waiting', openDisputes: 0 });
    expect(await balanceOf(given)).toBe(before + 3_600);
    await world.restart();
    expect(
      (await manager.answer(two ?? 0, 'Час ушёл на нашу ошибку, возвращаем.', 3_600, answerId)).status,
    ).toBe(200);
    expect(await balanceOf(given)).toBe(before + 3_600);
    await world.app.settle();

    expect((await client.accept()).body).toMatchObject({ state: 'accepted' });
    await world.restart();
    await world.app.settle();
    expect((await client.accept()).body).toMatchObject({ code: 'ALREADY_ACCEPTED' });
    const again = await client.dispute([{ entryId: first, reason: 'передумали' }]);
    expect([again.status, again.body.code]).toEqual([409, 'ALREADY_ACCEPTED']);
    expect(comments().slice(1)).toEqual([
      `Вопросы по отчёту № 1:\n• 10.03.2026, ${TASK}, 1:00 — Обмен мы настроили сами\n• 10.03.2026, ${TASK}, 2:00 — Почему [\u200bb]два[\u200b/b] часа?\n\nПроверим и ответим здесь.`,
      `Ответ на вопрос по отчёту № 1: 10.03.2026, ${TASK}, 1:00.\n\nНастраивали вместе: ваш запрос от 9 марта в задаче.\n— ${MANAGER}`,
      `По вопросу к отчёту № 1 вам вернули 1:00: 10.03.2026, ${TASK}, 2:00.\n\nЧас ушёл на нашу ошибку, возвращаем.\n— ${MANAGER}\n\nЭто время уже вернулось на ваш остаток; следующий отчёт покажет его отдельной строкой.\n\nОткрытых вопросов больше нет. Если всё верно, [url=${url}]примите отчёт[/url] или ответьте здесь.`,
      'Отчёт № 1 принят. Спасибо, что проверили!',
    ]);

    await given.work('Доработала выгрузку', 600);
    await report('2026-03-10');
    const next = comments().at(-1) ?? '';
    expect(next).toContain('Отчёт № 2 по часам поддержки');
    expect(next).toContain('Час ушёл на нашу ошибку');
    expect(next).toContain('1:00');
    expect(app).not.toBe(world.app);
  });
});

describe('what others may', () => {
  it('a foreign client finds nothing, a performer neither; the staff does not accept in the client’s place', async () => {
    given = await startAcceptance('old');
    const { as, clientId, entryIds, report } = given;
    await report('2026-03-10');
    const manager = await as('manager');
    const reportId = await reportIdOf(manager, clientId, 1);
    const lines = [{ entryId: entryIds[0] ?? 0, reason: 'не моё' }];
    for (const who of ['stranger', 'performer'] as const) {
      const other = acceptanceApi(await as(who), clientId, reportId);
      expect(await other.showStatus()).toBe(404);
      expect((await other.accept()).status).toBe(404);
      expect((await other.dispute(lines)).status).toBe(404);
      expect((await other.answer(1, 'всё верно')).status).toBe(404);
    }
    const staff = acceptanceApi(manager, clientId, reportId);
    expect((await staff.accept()).status).toBe(403);
    expect((await staff.dispute(lines)).status).toBe(403);
    const client = acceptanceApi(await as('contact'), clientId, reportId);
    expect((await client.answer(1, 'всё верно')).status).toBe(403);
    expect((await client.record({ what: 'accept', link: 'https://x.example' })).status).toBe(403);
    expect((await client.dispute([{ entryId: 999_999, reason: 'нет такой' }])).body.code).toBe(
      'LINE_NOT_IN_REPORT',
    );
  });

  it('a client knows of no draft, and nothing counts of a report that was opened again', async () => {
    given = await startAcceptance('old');
    const { as, clientId, entryIds, report } = given;
    await report('2026-03-10');
    const contact = await as('contact');
    const reportId = await reportIdOf(contact, clientId, 1);
    const client = acceptanceApi(contact, clientId, reportId);
    const lines = [{ entryId: entryIds[0] ?? 0, reason: 'не согласны' }];
    await client.dispute(lines);
    const manager = await as('manager');
    const reopen = { requestId: randomUUID(), reason: 'не тот срез' };
    await manager.send('POST', `/clients/${clientId}/reports/${reportId}/reopen`, reopen);
    expect(await client.showStatus()).toBe(404);
    expect((await client.accept()).status).toBe(404);
    const staff = acceptanceApi(manager, clientId, reportId);
    expect(await staff.show()).toMatchObject({ state: 'void', disputes: [{ ending: 'open' }] });
    expect((await staff.answer(1, 'ответ')).body.code).toBe('REPORT_REOPENED');
  });
});

describe('the rest of a report', () => {
  it('is accepted only where a line is left that nobody asks about', async () => {
    given = await startAcceptance('old');
    const { as, clientId, entryIds, report } = given;
    await report('2026-03-10');
    const contact = await as('contact');
    const client = acceptanceApi(contact, clientId, await reportIdOf(contact, clientId, 1));
    const all = entryIds.map((entryId) => ({ entryId, reason: 'не согласны' }));
    expect((await client.dispute(all.slice(0, 2))).body).toMatchObject({ linesLeft: 1 });
    const { body } = await client.dispute(all.slice(2));
    expect(body).toMatchObject({ state: 'disputed', linesLeft: 0 });
    const refused = await client.accept();
    expect([refused.status, refused.body.code]).toEqual([409, 'NOTHING_LEFT_TO_ACCEPT']);
    await client.withdraw(body.disputes[0]?.dispute ?? 0);
    expect((await client.accept()).body).toMatchObject({ state: 'disputed', openDisputes: 2, linesLeft: 1 });
  });
});

describe('a client who cannot open the app', () => {
  it('answers in the task, and a manager records it with a link to exactly that comment', async () => {
    given = await startAcceptance('old');
    const { world, as, clientId, contactId, entryIds, report, comments } = given;
    await report('2026-03-10');
    const taskId = given.reportTaskId();
    const said = world.portal.control.addComment({ taskId, userId: contactId, text: 'Два часа — многовато' });
    const manager = await as('manager');
    const staff = acceptanceApi(manager, clientId, await reportIdOf(manager, clientId, 1));
    const lines = [{ entryId: entryIds[1] ?? 0, reason: 'Два часа — многовато' }];
    const other = `https://elsewhere.example/company/personal/user/1/tasks/task/view/${taskId}/?MID=1`;
    expect((await staff.record({ what: 'dispute', lines, link: other })).body.code).toBe(
      'LINK_OF_OTHER_PORTAL',
    );
    const task = `${world.portal.url}/company/personal/user/1/tasks/task/view`;
    const wrong = await staff.record({ what: 'dispute', lines, link: `${task}/${given.taskId}/?MID=1` });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'LINK_OF_OTHER_TASK']);
    const link = `${task}/${taskId}/?MID=${said.id}#com${said.id}`;
    const recorded = await staff.record({ what: 'dispute', lines, link });
    expect(recorded.body).toMatchObject({ state: 'disputed', disputes: [{ how: 'recorded', link }] });
    const accepted = await staff.record({ what: 'accept', link });
    expect(accepted.body).toMatchObject({ state: 'disputed', openDisputes: 1 });
    const { body } = await staff.answer(recorded.body.disputes[0]?.dispute ?? 0, 'Объяснили по телефону.');
    expect(body).toMatchObject({ state: 'accepted' });
    await world.app.settle();
    const note = `Записано по [url=${link}]комментарию в этой задаче[/url].`;
    expect(comments().slice(2)).toEqual([
      `Вопросы по отчёту № 1:\n• 10.03.2026, ${TASK}, 2:00 — Два часа — многовато\n\nПроверим и ответим здесь.\n\n${note}`,
      `Остальные строки отчёта № 1 приняты. Открытых вопросов: 1, ответим на них здесь.\n\n${note}`,
      `Ответ на вопрос по отчёту № 1: 10.03.2026, ${TASK}, 2:00.\n\nОбъяснили по телефону.\n— ${MANAGER}\n\nОткрытых вопросов больше нет, отчёт № 1 принят. Спасибо!`,
    ]);
  });
});
