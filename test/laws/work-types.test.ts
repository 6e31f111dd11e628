import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type TaskWords,
  type WorkMark,
  type WorkRule,
  fitsRule,
  withMarks,
  workOfTask,
} from '../../server/clients/rules/resolve-work.js';
import { tagReader } from '../../server/clients/work-type-of-tags.js';

const typeOfTag = tagReader(['настройка обмена']);
const words = ['парсинг', 'Парсинга', 'вёрстка', 'верстка', 'БАГ', 'багет', '1С', '1c', 'обмен', 'касса'];
const tags = ['парсинг', 'Доставка', 'срочно', 'Критично', 'сайт', 'настройка обмена', 'delivery'];
const types = ['parsing', 'delivery', 'consulting', 'own-bug'];

const anyTask: fc.Arbitrary<TaskWords> = fc.record({
  title: fc.array(fc.constantFrom(...words), { maxLength: 4 }).map((parts) => parts.join(' — ')),
  tags: fc.array(fc.constantFrom(...tags), { maxLength: 3 }),
});
const anyRules: fc.Arbitrary<WorkRule[]> = fc
  .array(
    fc.record({
      clientId: fc.constantFrom(null, null, 1, 2),
      field: fc.constantFrom('title' as const, 'tag' as const, 'any' as const),
      word: fc.constantFrom('парс', '"баг"', 'верст', '1с', 'сайт', '«обмен»'),
      workType: fc.constantFrom(...types),
    }),
    { maxLength: 5 },
  )
  .map((rules) => rules.map((rule, index) => ({ ...rule, ruleId: index + 1 })));
const anyMark: fc.Arbitrary<WorkMark | undefined> = fc.option(
  fc.record({
    workType: fc.option(fc.record({ value: fc.constantFrom(...types), actionId: fc.constant('a') })),
    urgency: fc.option(fc.record({ value: fc.constantFrom('normal', 'urgent'), actionId: fc.constant('b') })),
    courtesy: fc.option(fc.record({ value: fc.constant('goodwill'), actionId: fc.constant('c') })),
  }),
  { nil: undefined },
);
const drawn = fc.record({ task: anyTask, rules: anyRules, ofEntry: anyMark, ofTask: anyMark });

describe('the work type of an entry', () => {
  it('is the first of: mark of the entry, mark of the task, tag, rule in order; else the terms decide', () => {
    fc.assert(
      fc.property(drawn, ({ task, rules, ofEntry, ofTask }) => {
        const found = withMarks(workOfTask(task, 1, rules, typeOfTag), ofEntry, ofTask).workType;
        const tag = task.tags.find((each) => typeOfTag(each) !== null);
        const rule = rules.find((each) => fitsRule(task, 1, each));
        const expected =
          ofEntry?.workType?.value ??
          ofTask?.workType?.value ??
          (tag === undefined ? undefined : typeOfTag(tag)) ??
          rule?.workType;
        expect(found?.value).toBe(expected);
      }),
      { numRuns: 1000 },
    );
  });

  it('does not depend on case, ё or the letters of 1C, nor on rules of other clients', () => {
    const respell = (text: string) => text.toUpperCase().replaceAll('Ё', 'Е').replaceAll('1С', '1C');
    fc.assert(
      fc.property(drawn, ({ task, rules }) => {
        const respelt = { title: respell(task.title), tags: task.tags.map(respell) };
        const own = rules.filter((rule) => rule.clientId !== 2);
        const valueIn = (of: TaskWords, by: WorkRule[]) => workOfTask(of, 1, by, typeOfTag).workType?.value;
        expect(valueIn(respelt, own)).toBe(valueIn(task, rules));
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves urgency to the mark, then to the most urgent tag', () => {
    fc.assert(
      fc.property(drawn, ({ task, rules, ofEntry, ofTask }) => {
        const found = withMarks(workOfTask(task, 1, rules, typeOfTag), ofEntry, ofTask).urgency;
        const said = task.tags.includes('Критично')
          ? 'critical'
          : task.tags.includes('срочно')
            ? 'urgent'
            : undefined;
        expect(found?.value).toBe(ofEntry?.urgency?.value ?? ofTask?.urgency?.value ?? said);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the words of a rule', () => {
  const fits = (title: string, word: string) =>
    fitsRule({ title, tags: [] }, 1, {
      ...{ ruleId: 1, clientId: null, workType: 'parsing', field: 'title' },
      word,
    });

  it.each([
    ['Вёрстка главной', 'верст', true],
    ['ВЕРСТАТЬ лендинг', 'вёрст', true],
    ['Переверстать', 'верст', false],
    ['Купили багет', 'баг', true],
    ['Купили багет', '"баг"', false],
    ['Нашли баг', '«баг»', true],
    ['Обмен с 1C: остатки', '1с остат', true],
    ['Остатки из 1С', '1с остат', false],
    ['Онлайн-касса', 'онлайн касс', true],
    ['Скидка 10 %', '%', false],
  ])('%s holds %s: %s', (title, word, expected) => expect(fits(title, word)).toBe(expected));

  it('must be the whole tag', () => {
    const rule = { ruleId: 1, clientId: null, workType: 'parsing', field: 'tag' as const, word: 'Сайт' };
    expect(fitsRule({ title: '', tags: ['сайт'] }, 1, rule)).toBe(true);
    expect(fitsRule({ title: '', tags: ['сайты'] }, 1, rule)).toBe(false);
  });
});
