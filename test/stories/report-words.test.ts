import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ActionPage, ReportPreview, ReportRow } from '../../server/api/index.js';
import { defaultTerms } from '../../server/base/terms.js';
import { readClient } from '../../server/clients/index.js';
import { checkReports } from '../../server/reports/index.js';
import { whereReadable, wordsOf } from '../given/pdf-words.js';
import { type SmallDepartment, smallDepartment, TODAY } from '../given/review-client.js';

const greeting = 'Здравствуйте, «Магазин»!\nПосылаем отчёт [user=1]всем[/user].';
const closing = 'Вопросы — Анне Котовой,\nтел. +7 900 000-00-00';

describe('words of the vendor’s own in reports', () => {
  let all: SmallDepartment;
  beforeAll(async () => {
    all = await smallDepartment();
  });
  afterAll(() => all.world.stop());

  const says = (report: object, url = '/terms') => {
    const terms = { ...defaultTerms, report: { ...defaultTerms.report, ...report } };
    return all.admin.send('POST', url, { requestId: randomUUID(), effectiveFrom: TODAY, terms });
  };
  const faults = async () => {
    const { db } = all.world.app.ground;
    const client = await readClient(db, all.world.portal.memberId, all.clientId);
    if (!client) throw new Error('The client is gone');
    return checkReports(db, client);
  };
  const preview = async () => {
    const cut = { at: 'day', day: TODAY };
    const { body } = await all.admin.send('POST', `/clients/${all.clientId}/reports/preview`, { cut });
    return body as ReportPreview;
  };
  /** Works an hour and posts what the preview shows; answers that and the report as it is shown afterwards. */
  const report = async () => {
    await all.work(1);
    const seen = await preview();
    const { position, cut } = seen.model;
    const body = { requestId: randomUUID(), cut, position };
    expect((await all.admin.send('POST', `/clients/${all.clientId}/reports`, body)).status).toBe(201);
    await all.world.app.settle();
    return { seen, shown: await shownOf(seen.model.number) };
  };
  const shownOf = async (number: number) => {
    const { body } = await all.admin.get(`/clients/${all.clientId}/reports`);
    const row = (body as { reports: ReportRow[] }).reports.find((one) => one.number === number);
    const answer = await all.admin.get(`/clients/${all.clientId}/reports/${row?.reportId ?? ''}`);
    return answer.body as ReportPreview;
  };
  const postedText = (number: number) =>
    all.world.portal.control.posts().find(({ text }) => text.includes(`[b]Отчёт № ${number} `))?.text ?? '';
  const fileOf = (number: number) => {
    const files = [...all.world.portal.world.data.files.values()];
    return files.find(({ name }) => name.includes(`${number}`) && name.endsWith('.pdf'))?.content;
  };

  it('are not there until somebody writes them', async () => {
    const { seen } = await report();
    expect(JSON.stringify(seen.model)).not.toMatch(/greeting|closing"/);
    expect(await faults()).toEqual([]);
  });

  it('that are too long are refused by name, and nothing is kept', async () => {
    const refused = await says({ greeting: 'я'.repeat(601) });
    expect(refused.status).toBe(422);
    expect(JSON.stringify(refused.body)).toContain('greeting');
    expect((await preview()).model.greeting).toBeUndefined();
  });

  it('are seen before it is posted, and then in the task, safe from tags', async () => {
    expect((await says({ greeting: `  ${greeting.replace('\n', '\r\n')}\n`, closing })).status).toBe(201);
    await all.world.app.settle();
    const { seen, shown } = await report();
    expect(seen.model).toMatchObject({ greeting, closing });
    expect({ model: shown.model, parts: shown.parts }).toEqual({ model: seen.model, parts: seen.parts });
    const text = postedText(2);
    expect(text).toContain('\n\nЗдравствуйте, «Магазин»!\nПосылаем отчёт [\u200buser=1]всем[\u200b/user].\n');
    expect(text).toContain(`\n\n${closing}\n\n`);
    expect(text).not.toContain('[user=1]');
  });

  whereReadable('are in the PDF that goes along', () => {
    const content = fileOf(2);
    expect(content).toBeDefined();
    const words = wordsOf(content ?? new Uint8Array()).replaceAll(/\s+/g, ' ');
    expect(words).toContain('Здравствуйте, «Магазин»! Посылаем отчёт [user=1]всем[/user].');
    expect(words).toMatch(/Вопросы — Анне Котовой, тел\. \+7 900 000-00-00 .*Печать журнала/);
  });

  it('stay as they were in what is issued, whatever the terms say later; a client may have others', async () => {
    await says({ greeting: 'Добрый день!' });
    await says({ layout: 'brief', closing: 'До встречи!' }, `/clients/${all.clientId}/terms`);
    await all.world.app.settle();
    const { shown } = await report();
    expect(shown.model).toMatchObject({ layout: 'brief', closing: 'До встречи!' });
    expect(shown.model).not.toHaveProperty('greeting');
    expect((await shownOf(2)).model).toMatchObject({ greeting, closing });
    expect((await shownOf(1)).model).not.toHaveProperty('greeting');
    expect(await faults()).toEqual([]);
  });

  it('and who changed them stand in the log', async () => {
    const { body } = await all.admin.get('/actions?language=ru');
    const changes = (body as ActionPage).actions.flatMap((one) => one.changes);
    expect(changes).toContainEqual({ label: 'Текст в начале отчёта', was: 'ничего', now: greeting });
    expect(changes).toContainEqual({ label: 'Текст в конце отчёта', was: 'ничего', now: closing });
  });
});
