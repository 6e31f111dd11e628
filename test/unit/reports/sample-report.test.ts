import { describe, expect, it } from '@jest/globals';
import { reportModelSchema } from '../../../server/api/index.js';
import { renderFile } from '../../../server/reports/render-file.js';
import { billedIn } from '../../../server/reports/report-figures.js';
import { sampleReport } from '../../../server/reports/sample/sample-report.js';

describe.each(['ru', 'en'] as const)('the sample report in %s', (language) => {
  const model = sampleReport(language);

  it('is a report like any other, and adds up', () => {
    expect(reportModelSchema.parse(model)).toEqual(model);
    expect(model.openingSeconds + model.boughtSeconds - model.billedSeconds).toBe(model.closingSeconds);
    expect(billedIn(model.tasks)).toBe(model.billedSeconds);
    expect(model.workTypes.reduce((sum, one) => sum + one.billedSeconds, 0)).toBe(model.billedSeconds);
    const left = model.packages.reduce((sum, one) => sum + one.leftSeconds, 0);
    expect(left).toBe(model.closingSeconds);
    expect(model.courtesy).toMatchObject([{ recordedSeconds: 2_400 }]);
  });

  it('says that it is one, and carries no real seal', () => {
    expect(model.clientName).toMatch(language === 'ru' ? /^Пример:/ : /^Sample:/);
    expect(model.seal).toBe('0'.repeat(64));
  });
});

it('becomes the files that a client would get', async () => {
  const model = sampleReport('ru');
  expect(
    Buffer.from(await renderFile(model, 'pdf'))
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
  expect(
    Buffer.from(await renderFile(model, 'xlsx'))
      .subarray(0, 2)
      .toString(),
  ).toBe('PK');
});
