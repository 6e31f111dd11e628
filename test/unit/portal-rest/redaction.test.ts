import { describe, expect, it } from '@jest/globals';
import { Writable } from 'node:stream';
import { AppError } from '../../../server/base/errors.js';
import { createLog } from '../../../server/base/log.js';
import { metricsText, restAnswered, restRequestEnded } from '../../../server/base/telemetry.js';
import { describeParams } from '../../../server/portal/rest/journal.js';

const token = 'ab12'.repeat(18);

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  let text = '';
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString('utf8');
      done();
    },
  });
  write(createLog('trace', sink));
  return text;
}

describe('the log', () => {
  it('hides credentials and what people are called or wrote, however deep', () => {
    const text = logged((log) =>
      log.info(
        {
          portalId: 'c'.repeat(32),
          auth: { access_token: 'secret-1' },
          deep: {
            list: [{ REFRESH_ID: 'secret-2', LAST_NAME: 'Иванова', COMMENT_TEXT: 'Позвонил клиенту', ID: 7 }],
          },
          clientSecret: 'secret-3',
        },
        'asked',
      ),
    );
    expect(text).not.toMatch(/secret-\d|Иванова|Позвонил/);
    expect(JSON.parse(text)).toMatchObject({
      portalId: 'c'.repeat(32),
      deep: { list: [{ ID: 7 }] },
      msg: 'asked',
    });
  });

  it('hides tokens inside texts, addresses and messages of errors', () => {
    const texts = [
      logged((log) => log.warn({ url: `https://a.b/rest/x?auth=${token}&start=0` }, `failed with ${token}`)),
      logged((log) => log.error(new Error(`GET /?access_token=short-one and ${token}`))),
      logged((log) => log.info('Authorization: Bearer abc.def.ghi')),
    ];
    expect(texts.join('')).not.toMatch(new RegExp(`${token}|short-one|abc\\.def`));
    expect(texts[0]).toContain('start=0');
  });

  it('prints of an error what we chose, never what hangs on it', () => {
    const foreign = Object.assign(new Error('refused'), {
      config: { headers: { Authorization: 'x-secret' } },
    });
    const error = new AppError('SOME_CODE', 'it broke', {
      detail: { restCode: 'R', name: 'Пётр' },
      cause: foreign,
    });
    const line = JSON.parse(logged((log) => log.error({ err: error }, 'failed'))) as {
      err: Record<string, unknown>;
    };
    expect(line.err).toMatchObject({ code: 'SOME_CODE', message: 'it broke', detail: { restCode: 'R' } });
    expect(line.err['cause']).toMatchObject({ message: 'refused' });
    expect(JSON.stringify(line)).not.toMatch(/x-secret|Пётр/);
  });
});

describe('the journal of calls', () => {
  it('writes down names of parameters and numbers, never texts', () => {
    const params = {
      auth: token,
      fields: { TITLE: 'Тайна', GROUP_ID: 5 },
      filter: { '>ID': '12' },
      ids: [1, 2],
    };
    expect(describeParams(params)).toEqual({
      fields: { TITLE: 'text(5)', GROUP_ID: 5 },
      filter: { '>ID': '12' },
      ids: [1, 2],
    });
    const deep = describeParams({ a: { b: { c: { d: { e: { f: 'g' } } } } } });
    expect(JSON.stringify(deep)).not.toContain('"g"');
    expect(describeParams(Array.from({ length: 12 }, (_, at) => at))).toHaveLength(11);
  });
});

describe('telemetry', () => {
  it('counts, and never throws, whatever it is given', async () => {
    restAnswered('profile', 'ok');
    expect(() => restRequestEnded('call', Number.NaN)).not.toThrow();
    expect(() => restAnswered(undefined as unknown as string, 'ok')).not.toThrow();
    const { text } = await metricsText();
    expect(text).toMatch(/hours_uncounted_figures \d+/);
    expect(text).toMatch(/hours_rest_calls_total\{method="profile",outcome="ok"\} \d+/);
  });
});
