import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formOf, type TermsForm } from '../../../client-widget/settings/terms/terms-form.js';
import { faultsOf } from '../../../client-widget/settings/terms/terms-faults.js';
import { termsOf } from '../../../client-widget/settings/terms/terms-of-form.js';
import { lastMonthStart } from '../../../client-widget/settings/terms/preview-period.js';
import { termsSchema, type TermsBody } from '../../../server/api/terms.js';
import { defaultTerms } from '../../../server/base/terms.js';

const base = termsSchema.parse(defaultTerms);
const isBuiltIn = (key: string) => key in defaultTerms.workTypes;
const opened = (terms: TermsBody = base, language = 'ru') => formOf(terms, isBuiltIn, language);
const typed = (change: Partial<TermsForm>) => ({ ...opened(), ...change });

const anyTerms: fc.Arbitrary<TermsBody> = fc
  .record({
    permille: fc.nat(10_000),
    minimum: fc.nat(1440),
    mode: fc.constantFrom('none' as const, 'up' as const, 'nearest' as const),
    step: fc.integer({ min: 1, max: 480 }),
    overage: fc.constantFrom('allow' as const, 'limit' as const, 'stop' as const),
    months: fc.option(fc.integer({ min: 1, max: 120 })),
    rollover: fc.constantFrom('none' as const, 'share' as const, 'hours' as const),
    share: fc.integer({ min: 1, max: 1000 }),
    halfHours: fc.integer({ min: 1, max: 100 }),
    days: fc.uniqueArray(fc.nat(365), { maxLength: 5 }),
    greeting: fc.constantFrom('', 'Здравствуйте!', 'Здравствуйте!\n\nОтчёт ниже.'),
  })
  .map((drawn) => {
    const rising = [...drawn.days].sort((a, b) => a - b);
    return {
      ...base,
      workTypes: {
        ...base.workTypes,
        'SEO-правки': { billable: true, multiplierPermille: drawn.permille, courtesyReason: null },
      },
      urgencies: { normal: 1000, urgent: drawn.permille, critical: 2000 },
      minimumSeconds: drawn.minimum * 60,
      rounding: { mode: drawn.mode, stepSeconds: drawn.step * 60, per: 'task-day' as const },
      overage: { mode: drawn.overage, limitPercent: 15 },
      packages: { ...base.packages, validMonths: drawn.months },
      rollover: {
        ...{ mode: drawn.rollover, sharePermille: drawn.share, seconds: drawn.halfHours * 1800 },
        ...{ times: 'always' as const, validMonths: drawn.months },
      },
      alerts: { thresholdsPercent: [50, 100], expiryDays: [...rising].reverse(), tellClient: true },
      report: { ...base.report, greeting: drawn.greeting },
      acceptance: { reminderDays: rising, automaticDays: drawn.days[0] ?? null },
    };
  });

describe('the form of the terms', () => {
  it.each(['ru', 'en'])('opened and saved untouched changes nothing (%s)', (language) => {
    fc.assert(
      fc.property(anyTerms, (terms) => {
        const form = opened(terms, language);
        expect(faultsOf(form)).toEqual({});
        expect(JSON.stringify(termsOf(form, terms))).toBe(JSON.stringify(terms));
      }),
      { numRuns: 1000 },
    );
  });

  it('reads what people type', () => {
    const terms = termsOf(
      typed({
        ...{ minimumMinutes: '7.5', roundingMode: 'up', stepMinutes: '15', thresholds: '100 80;50,80' },
        ...{ expiryDays: '3, 14', reminderDays: '7 3', acceptsSilence: true, automaticDays: '14' },
        ...{ overageMode: 'limit', limitPercent: '20', rolloverMode: 'share', sharePercent: '12,5' },
        ...{ greeting: ' Здравствуйте! \n\n\n\nОтчёт ниже.\n', closing: ' \n ' },
      }),
      base,
    );
    expect(terms).toMatchObject({
      ...{ minimumSeconds: 450, rounding: { mode: 'up', stepSeconds: 900 } },
      alerts: { thresholdsPercent: [50, 80, 100], expiryDays: [14, 3] },
      acceptance: { reminderDays: [3, 7], automaticDays: 14 },
      overage: { mode: 'limit', limitPercent: 20 },
      rollover: { mode: 'share', sharePermille: 125 },
      report: { greeting: 'Здравствуйте!\n\nОтчёт ниже.', closing: '' },
    });
    expect(termsSchema.safeParse(terms).success).toBe(true);
  });

  it('gives a work type that is not billed its reason, and takes it back', () => {
    const form = opened();
    const consulting = form.workTypes.find((type) => type.key === 'consulting');
    if (!consulting) throw new Error('no consulting');
    Object.assign(consulting, { billable: false, reason: 'free-support', multiplier: 'x' });
    expect(faultsOf(form)).toEqual({});
    expect(termsOf(form, base).workTypes['consulting']).toEqual({
      ...{ billable: false, multiplierPermille: 1000, courtesyReason: 'free-support' },
    });
    Object.assign(consulting, { billable: true, multiplier: '1,5' });
    expect(termsOf(form, base).workTypes['consulting']).toEqual({
      ...{ billable: true, multiplierPermille: 1500, courtesyReason: null },
    });
  });

  it.each<[string, Partial<TermsForm>, string]>([
    ['a step of nothing', { roundingMode: 'up', stepMinutes: '0' }, 'stepMinutes'],
    ['a step of nine hours', { roundingMode: 'nearest', stepMinutes: '540' }, 'stepMinutes'],
    ['a minimum in words', { minimumMinutes: 'пять' }, 'minimumMinutes'],
    ['no limit', { overageMode: 'limit', limitPercent: '' }, 'limitPercent'],
    ['a hundred and one percent', { draftsNext: true, draftNextAtPercent: '101' }, 'draftNextAtPercent'],
    ['a list of words', { thresholds: '80, сто' }, 'thresholds'],
    ['days of two years', { expiryDays: '730' }, 'expiryDays'],
    ['half a month', { limitsValidity: true, validMonths: '0,5' }, 'validMonths'],
    ['silence without a term', { acceptsSilence: true, automaticDays: '' }, 'automaticDays'],
    ['words without end', { closing: 'я'.repeat(601) }, 'closing'],
    ['no hours to roll over', { rolloverMode: 'hours', rolloverHours: '0' }, 'rolloverHours'],
  ])('marks %s', (_name, change, field) => {
    expect(Object.keys(faultsOf(typed(change)))).toEqual([field]);
  });

  it('does not look at what the chosen mode leaves out', () => {
    const form = typed({ stepMinutes: '', limitPercent: 'x', rolloverHours: '', automaticDays: '' });
    expect(faultsOf(form)).toEqual({});
    expect(termsSchema.safeParse(termsOf(form, base)).success).toBe(true);
  });

  it('wants a name for a work type of one’s own, and no name twice', () => {
    const own = { isOwn: true, isNew: true, billable: true, multiplier: '1', reason: 'goodwill' as const };
    const form = opened();
    form.workTypes.push({ ...own, key: '' }, { ...own, key: 'Parsing' });
    const index = form.workTypes.length;
    expect(faultsOf(form)).toEqual({
      [`workTypeName.${index - 2}`]: 'name',
      [`workTypeName.${index - 1}`]: 'nameTaken',
    });
  });
});

describe('the period that is previewed first', () => {
  it.each([
    ['2026-11-25', '2026-10-01'],
    ['2026-01-31', '2025-12-01'],
    ['2026-03-31', '2026-02-01'],
  ])('of %s begins on %s', (today, from) => {
    expect(lastMonthStart(today)).toBe(from);
  });
});
