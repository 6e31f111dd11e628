import { describe, expect, it } from '@jest/globals';
import { draftsOf, faultOf, moved, rowsOf } from '../../../client-widget/settings/rule-drafts.js';

const rule = (ruleId: number, word: string) => ({
  ...{ ruleId, clientId: null, field: 'title' as const, word, workType: 'parsing' },
});

describe('the rules of work types on the screen', () => {
  it('are sent as they were read, without spaces around words, and without words where any task fits', () => {
    expect(
      draftsOf(rowsOf([rule(1, ' парс '), { ...rule(2, 'лишнее'), field: 'any', clientId: 3 }])),
    ).toEqual([rule(1, 'парс'), { ...rule(2, ''), field: 'any', clientId: 3 }]);
  });

  it('move by one and not out of the list', () => {
    const rows = rowsOf([rule(1, 'а'), rule(2, 'б'), rule(3, 'в')]);
    const order = (index: number, by: -1 | 1) => moved(rows, index, by).map((row) => row.ruleId);
    expect([order(1, -1), order(1, 1), order(0, -1), order(2, 1)]).toEqual([
      [2, 1, 3],
      [1, 3, 2],
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });

  it.each([
    ['парс', 'title', null, null],
    ['…', 'title', null, 'wordMissing'],
    ['', 'tag', 1, 'wordMissing'],
    ['', 'any', null, 'forAllMissing'],
    ['', 'any', 1, null],
  ] as const)('“%s” in %s of client %s: %s', (word, field, clientId, fault) => {
    expect(faultOf({ ...rule(1, word), field, clientId })).toBe(fault);
  });
});
