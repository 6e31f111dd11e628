import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type GrantedWaiver, type WaivedLine, givenBack } from '../../../server/reports/rules/given-back.js';

const ENTRY = 7;
const waivers = (seconds: readonly number[]): GrantedWaiver[] =>
  seconds.map((each, index) => ({
    ...{
      waiverId: index + 1,
      entryId: ENTRY,
      seconds: each,
      reason: `причина ${index + 1}`,
      noticedAt: index,
    },
  }));
const line = (posting: number, waivedSeconds: number, issuedIn?: number): WaivedLine => ({
  ...{ posting, line: 1, kind: issuedIn ? 'correction' : 'spend', entryId: ENTRY },
  why: { waivedSeconds, ...(issuedIn && { change: { issuedIn } }) },
});

describe('what a report gives back', () => {
  it('is what its lines waive beyond what earlier reports did, by the waivers in their order', () => {
    const given = givenBack([line(5, 900, 1)], [line(2, 300)], waivers([400, 600]));
    expect(given.map(({ waiver, seconds, issuedIn }) => [waiver.waiverId, seconds, issuedIn])).toEqual([
      [1, 100, 1],
      [2, 500, 1],
    ]);
  });

  it('is nothing where an earlier report has said it, or where the entry lost its hours since', () => {
    expect(givenBack([line(5, 300)], [line(2, 300)], waivers([300]))).toEqual([]);
    expect(givenBack([line(5, 0, 1)], [line(2, 300)], waivers([300]))).toEqual([]);
  });

  it('over a series of reports is each waiver once, and no more than what was waived in all', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(3_000), { minLength: 1, maxLength: 5 }),
        (granted, steps) => {
          const most = granted.reduce((sum, each) => sum + each, 0);
          const told = new Map<number, number>();
          const earlier: WaivedLine[] = [];
          let highest = 0;
          for (const [index, step] of steps.entries()) {
            // What is waived of an entry never shrinks as long as its hours stay.
            highest = Math.max(highest, Math.min(step, most));
            const now = line(index + 1, highest, index === 0 ? undefined : index);
            for (const { waiver, seconds } of givenBack([now], earlier, waivers(granted)))
              told.set(waiver.waiverId, (told.get(waiver.waiverId) ?? 0) + seconds);
            earlier.push(now);
          }
          for (const waiver of waivers(granted))
            expect(told.get(waiver.waiverId) ?? 0).toBeLessThanOrEqual(waiver.seconds);
          expect([...told.values()].reduce((sum, each) => sum + each, 0)).toBe(highest);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
