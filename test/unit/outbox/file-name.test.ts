import { describe, it, expect } from '@jest/globals';
import fc from 'fast-check';
import { fileNameWith } from '../../../server/portal/outbox/rules/file-name.js';

describe('a file’s name on the portal', () => {
  it.each([
    ['Отчёт № 7.pdf', 'Отчёт № 7 5f3a9c2e.pdf'],
    ['Отчёт: июнь/июль.xlsx', 'Отчёт июнь июль 5f3a9c2e.xlsx'],
    ['report', 'report 5f3a9c2e'],
    ['.pdf', '.pdf 5f3a9c2e'],
  ])('%s becomes %s', (name, expected) => {
    expect(fileNameWith(name, '5f3a9c2e')).toBe(expected);
  });

  it('bears its code, keeps its ending and holds nothing that the disk refuses', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: 'binary' }), (text) => {
        const name = fileNameWith(`${text}.pdf`, '5f3a9c2e');
        expect(name).toContain('5f3a9c2e');
        expect(name.endsWith('.pdf') || name.endsWith('.pdf 5f3a9c2e')).toBe(true);
        expect(name).not.toMatch(/[\\/:*?"<>|\p{Cc}]/u);
        expect([...name].length).toBeLessThan(140);
      }),
      { numRuns: 2_000 },
    );
  });
});
