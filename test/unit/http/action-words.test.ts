import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { textsIn } from '../../../server/base/i18n/index.js';
import { describeAction, kindTitle, type Teller } from '../../../server/http/action-log/describe-action.js';
import { readSources } from '../../harness/architecture/read-sources.js';

const root = new URL('../../..', import.meta.url).pathname;

/** Kinds as they stand beside the call that records them. */
function kindsInCode(): string[] {
  const found = new Set<string>();
  for (const { path } of readSources(root)) {
    if (!path.startsWith('server/')) continue;
    const text = readFileSync(`${root}/${path}`, 'utf8');
    if (!text.includes('recordAction')) continue;
    for (const [, kind] of text.matchAll(/what: '([a-z]+(?:-[a-z]+)+)'/g)) if (kind) found.add(kind);
  }
  return [...found].sort();
}

const tell: Teller = {
  texts: textsIn('ru'),
  language: 'ru',
  names: {
    people: new Map([[7, 'Мария']]),
    groups: new Map([[3, 'Север']]),
    tasks: new Map([[9, 'Починить «Корзину»']]),
    clients: new Map(),
    packages: new Map([['1/2', 'Пакет 20 ч']]),
  },
  clientId: 1,
};

describe('an action in words', () => {
  it.each(['ru', 'en'] as const)('has a title for every kind in the code (%s)', (language) => {
    const texts = textsIn(language);
    const kinds = kindsInCode();
    expect(kinds.length).toBeGreaterThan(20);
    expect(kinds.filter((kind) => kindTitle(texts, kind) === texts('log.otherKind', { what: kind }))).toEqual(
      [],
    );
  });

  it('names values, leaves out what did not change, and what it cannot name', () => {
    const before = { taskId: 9, workType: null, urgency: 'normal', revision: 1 };
    const after = { taskId: 9, workType: 'own-bug', urgency: 'normal', revision: 2 };
    const { about, changes } = describeAction(tell, { what: 'mark-work', before, after });
    expect(about).toEqual(['Задача «Починить „Корзину“»']);
    expect(changes).toEqual([{ label: 'Вид работ', was: null, now: expect.stringMatching(/ошибк/i) }]);
  });

  it('reads durations, days, lists, people and groups', () => {
    const after = { packageId: 2, seconds: -5_400, onDay: '2026-03-01', managerIds: [7], groupIds: [3, 4] };
    const { about, changes } = describeAction(tell, { what: 'package-adjusted', before: null, after });
    expect(about).toEqual(['Пакет «Пакет 20 ч»']);
    const values = Object.fromEntries(changes.map(({ label, now }) => [label, now]));
    expect(values).toMatchObject({ Часов: '−1:30', Менеджеры: 'Мария', Группы: 'Север, #4' });
    expect(values['День']).toContain('2026');
  });

  it('tells of changed terms field by field', () => {
    const body = (percents: number[]) => ({
      terms: { alerts: { thresholdsPercent: percents, tellClient: false } },
    });
    const { changes } = describeAction(tell, {
      ...{ what: 'set-terms', before: body([80, 95]), after: body([70, 95]) },
    });
    expect(changes).toEqual([{ label: 'Пороги оповещений', was: '80 %, 95 %', now: '70 %, 95 %' }]);
  });

  it('names the work type and the urgency of a changed multiplier', () => {
    const body = (permille: number) => ({
      terms: {
        workTypes: { parsing: { billable: true, multiplierPermille: permille } },
        urgencies: { normal: 1_000, urgent: permille },
        rounding: { mode: permille === 1_000 ? 'none' : 'up' },
      },
    });
    const { changes } = describeAction(tell, {
      ...{ what: 'set-terms', before: body(1_000), after: body(1_500) },
    });
    expect(changes).toEqual([
      { label: 'Парсинг: множитель', was: '×1', now: '×1,5' },
      { label: 'Множитель срочности «срочная»', was: '×1', now: '×1,5' },
      { label: 'Округление', was: expect.any(String), now: 'вверх' },
    ]);
  });
});
