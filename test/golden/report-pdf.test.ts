import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ReportModel } from '../../server/api/index.js';
import { connect } from '../../server/base/db/index.js';
import { formatDuration } from '../../server/base/durations.js';
import { renderFile } from '../../server/reports/render-file.js';
import { renderPdf } from '../../server/reports/render-pdf.js';
import { whereReadable, wordsOf } from '../given/pdf-words.js';
import { tellLongReport, tellReports } from '../given/report-scene.js';
import { migratedDatabaseUrl } from '../harness/databases.js';

let full: ReportModel;
let english: ReportModel;
let long: ReportModel;

beforeAll(async () => {
  const db = connect(await migratedDatabaseUrl('sqlite'));
  full = (await tellReports(db, 'pdf-ru', 'ru')).full;
  english = (await tellReports(db, 'pdf-en', 'en')).full;
  long = await tellLongReport(db, 'pdf-long');
  await db.destroy();
});

const raw = (file: Uint8Array) => Buffer.from(file).toString('latin1');
const pagesOf = (file: Uint8Array) => [...raw(file).matchAll(/\/Type \/Page\b(?!s)/g)].length;

describe('a printed report', () => {
  it('is a whole PDF of A4 pages that brings its own Cyrillic font', async () => {
    const file = await renderPdf(full);
    expect(raw(file)).toMatch(/^%PDF-1\.\d/);
    expect(raw(file).trimEnd()).toMatch(/%%EOF$/);
    expect(raw(file)).toMatch(/\/MediaBox \[0 0 595\.28 841\.89\]/);
    expect(raw(file)).toMatch(/\/FontFile2/);
    expect(raw(file)).toMatch(/\+Roboto-Regular/);
    expect(pagesOf(file)).toBe(2);
  });

  it('goes over as many pages as it needs', async () => {
    expect(pagesOf(await renderPdf(long))).toBeGreaterThan(4);
  });

  whereReadable('says whose it is, every figure, every piece of work, the seal', async () => {
    const words = wordsOf(await renderPdf(full));
    const oneLine = words.replaceAll(/\s+/g, ' ');
    for (const said of [
      'Отчёт № 2',
      'Тёплый Кедр',
      'Работы с 7 по 14 марта 2026 года',
      full.seal.slice(0, 16),
    ]) {
      expect(oneLine).toContain(said);
    }
    for (const seconds of [full.openingSeconds, full.closingSeconds])
      expect(oneLine).toContain(formatDuration(seconds));
    for (const task of [...full.tasks, ...full.addedLater]) {
      expect(oneLine).toContain(task.title);
      expect(oneLine).toContain(formatDuration(task.billedSeconds));
    }
    for (const title of ['Добавлено позже', 'Исправления к прошлым отчётам', 'За наш счёт', 'Пакеты часов']) {
      expect(oneLine).toContain(title);
    }
    expect(oneLine).toContain('Страница 2 из 2');
    expect(oneLine).not.toMatch(/reportFile\.|report\.[a-z]|workType\.|undefined|NaN/);
  });

  whereReadable('speaks English to those who read it', async () => {
    const words = wordsOf(await renderPdf(english));
    expect(words).toContain('Warm Cedar');
    expect(words).toContain('Page 1 of 2');
    expect(words).not.toMatch(/[а-яё]/i);
  });

  whereReadable('repeats the name of a task that goes on overleaf', async () => {
    const pages = wordsOf(await renderPdf(long)).split('\f');
    const title = long.tasks[0]?.title ?? '';
    expect(pages.filter((page) => page.includes(title)).length).toBeGreaterThan(1);
  });

  it('survives words that no page can show', async () => {
    const [task] = full.tasks;
    const line = task?.lines[0];
    if (!task || !line) throw new Error('The scene has no work');
    const comment = `готово 🎉\uD800\u0000 ${'длинное'.repeat(400)} http://example.test/?${'a'.repeat(900)}`;
    const file = await renderPdf({ ...full, tasks: [{ ...task, lines: [{ ...line, comment }] }] });
    expect(raw(file).trimEnd()).toMatch(/%%EOF$/);
  });
});

describe('making a file in a thread', () => {
  it('gives both kinds of file, and keeps order when many ask', async () => {
    const files = await Promise.all([
      renderFile(full, 'pdf'),
      renderFile(full, 'xlsx'),
      renderFile(english, 'pdf'),
    ]);
    expect(files.map((file) => raw(file).slice(0, 4))).toEqual(['%PDF', 'PK\u0003\u0004', '%PDF']);
  });

  it('ends what takes too long, says so, and makes the next one', async () => {
    await expect(renderFile(long, 'pdf', 1)).rejects.toMatchObject({ code: 'FILE_TOO_SLOW', status: 503 });
    expect(raw(await renderFile(full, 'pdf'))).toMatch(/^%PDF/);
  });

  it('says which report could not be made, and makes the next one', async () => {
    const broken = { ...full, tasks: null } as unknown as ReportModel;
    await expect(renderFile(broken, 'pdf')).rejects.toMatchObject({
      code: 'FILE_FAILED',
      message: 'Could not be made: report No. 2 as PDF',
    });
    expect(raw(await renderFile(full, 'pdf'))).toMatch(/^%PDF/);
  });

  it('refuses when too many wait', async () => {
    const asked = Array.from({ length: 22 }, () => renderFile(full, 'xlsx'));
    const ended = await Promise.allSettled(asked);
    const refused = ended.filter((one) => one.status === 'rejected');
    expect(refused.map((one) => (one.reason as { code: string }).code)).toEqual(['FILES_BUSY', 'FILES_BUSY']);
  });
});
