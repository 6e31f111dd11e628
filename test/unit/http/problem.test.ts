import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { AppError, conflict, notFound } from '../../../server/base/errors.js';
import { toProblem } from '../../../server/http/problem.js';

describe('what an error becomes for the caller', () => {
  it('keeps code and status of ours', () => {
    expect(toProblem(notFound('Client'))).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      code: 'NOT_FOUND',
      detail: 'Client not found',
    });
    expect(toProblem(conflict('STALE', 'Seen is not current'))).toMatchObject({ status: 409, code: 'STALE' });
    expect(toProblem(new AppError('BUSY', 'Later', { status: 503 }))).toMatchObject({
      status: 503,
      code: 'BUSY',
    });
  });

  it('names the fields of a wrong body', () => {
    const schema = z.object({ size: z.number(), bought: z.object({ on: z.iso.date() }) });
    const error = schema.safeParse({ size: 'many', bought: { on: 'yesterday' } }).error;
    expect(toProblem(error)).toMatchObject({ status: 422, code: 'INVALID_INPUT' });
    expect(Object.keys(toProblem(error).fields ?? {}).sort()).toEqual(['bought.on', 'size']);
  });

  it('tells nothing of what nobody foresaw', () => {
    for (const error of [
      new Error('password=hunter2'),
      'password',
      null,
      undefined,
      { status: 500, secret: 1 },
    ]) {
      expect(JSON.stringify(toProblem(error))).toBe(
        '{"type":"about:blank","title":"Internal Server Error","status":500,"code":"INTERNAL"}',
      );
    }
  });

  it('calls a body that cannot be read a bad request', () => {
    expect(toProblem(Object.assign(new SyntaxError('x'), { status: 400 }))).toMatchObject({
      status: 400,
      code: 'BAD_REQUEST',
    });
    expect(toProblem(Object.assign(new Error('x'), { status: 413 }))).toMatchObject({ status: 413 });
  });
});
