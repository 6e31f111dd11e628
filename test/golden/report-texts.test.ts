import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ReportModel } from '../../server/api/index.js';
import { connect } from '../../server/base/db/index.js';
import { lengthOf } from '../../server/portal/rest/markup.js';
import { reportParts } from '../../server/reports/report-parts.js';
import { type Language, type ReportScene, tellLongReport, tellReports } from '../given/report-scene.js';
import { migratedDatabaseUrl } from '../harness/databases.js';

// UPDATE_GOLDEN=1 writes the files anew; read them as the client would before you commit them.
const isWritten = process.env['UPDATE_GOLDEN'] === '1';
const cards = ['old', 'new'] as const;
const languages = ['ru', 'en'] as const;
const scenes = new Map<Language, ReportScene>();
let long: ReportModel;

beforeAll(async () => {
  const db = connect(await migratedDatabaseUrl('sqlite'));
  for (const language of languages)
    scenes.set(language, await tellReports(db, `golden-${language}`, language));
  long = await tellLongReport(db, 'golden-long');
  await db.destroy();
});

function expectGolden(name: string, parts: readonly string[]): void {
  const file = new URL(`./${name}.txt`, import.meta.url);
  const text = `${parts.join('\n\n══════════ следующий комментарий ══════════\n\n')}\n`;
  if (isWritten) writeFileSync(file, text);
  expect(existsSync(file)).toBe(true);
  expect(text).toBe(readFileSync(file, 'utf8'));
}

const textOf = (model: ReportModel, card: 'old' | 'new') => reportParts(model, card, 1);
const sceneIn = (language: Language): ReportScene => {
  const scene = scenes.get(language);
  if (!scene) throw new Error(`No scene in ${language}`);
  return scene;
};

describe.each(languages)('a report in %s', (language) => {
  it.each(cards)('that holds everything reads as it did on the %s card', (card) => {
    expectGolden(`full-${language}-${card}`, textOf(sceneIn(language).full, card));
  });

  it.each(cards)('that is brief names tasks without their single entries on the %s card', (card) => {
    expectGolden(`brief-${language}-${card}`, textOf({ ...sceneIn(language).full, layout: 'brief' }, card));
  });

  it.each(cards)('that is the first one opens with the debt of old on the %s card', (card) => {
    expectGolden(`first-${language}-${card}`, textOf(sceneIn(language).first, card));
  });
});

describe('a long report', () => {
  it.each(cards)('is several comments of at most 15 000 signs on the %s card', (card) => {
    const parts = textOf(long, card);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(lengthOf(part)).toBeLessThanOrEqual(15_000);
    for (const part of parts) expect(part).toMatch(/^\S[^]*\S$/);
    for (const [index, part] of parts.entries())
      expect(part).toContain(`часть ${index + 1} из ${parts.length}`);
    expectGolden(`long-ru-${card}`, parts);
  });
});

describe('the figures of a report', () => {
  const models = (): ReportModel[] => [
    ...languages.flatMap((one) => [sceneIn(one).full, sceneIn(one).first]),
    long,
  ];
  const sum = <T>(items: readonly T[], of: (item: T) => number) =>
    items.reduce((total, item) => total + of(item), 0);

  it('close where the packages stand', () => {
    for (const model of models()) {
      expect(sum(model.packages, (one) => one.leftSeconds) - model.overageSeconds).toBe(model.closingSeconds);
    }
  });

  it('add up from the lines to the tasks, and from there to what was billed', () => {
    for (const model of models()) {
      for (const task of [...model.tasks, ...model.addedLater]) {
        expect(sum(task.lines, (line) => line.billedSeconds)).toBe(task.billedSeconds);
        expect(sum(task.performers, (one) => one.billedSeconds)).toBe(task.billedSeconds);
      }
      const corrected = sum(model.corrections, (one) => one.nowSeconds - one.wasSeconds);
      const given = sum(model.waivers, (one) => (one.issuedIn === null ? 0 : one.seconds));
      const worked = sum([...model.tasks, ...model.addedLater], (task) => task.billedSeconds);
      expect(worked + corrected - given).toBe(model.billedSeconds);
      const moved = sum(model.otherLines, (line) => (line.kind === 'cover' ? 0 : line.seconds));
      expect(model.openingSeconds + model.boughtSeconds - model.billedSeconds + moved).toBe(
        model.closingSeconds,
      );
    }
  });

  it('name every waiver once, with its reason, apart from the corrections', () => {
    for (const language of languages) {
      const { full, first } = sceneIn(language);
      expect(first.waivers).toEqual([]);
      expect(full.waivers).toMatchObject([
        { entryId: 2, seconds: 900, issuedIn: 1 },
        { entryId: 7, seconds: 1800, issuedIn: null },
      ]);
      expect(full.corrections.map((one) => one.entryId)).toEqual([1]);
    }
  });

  it('go on where the last report closed', () => {
    for (const language of languages) {
      expect(sceneIn(language).full.openingSeconds).toBe(sceneIn(language).first.closingSeconds);
    }
  });
});
