import { STATUS_CODES } from 'node:http';
import type { ErrorRequestHandler, Response } from 'express';
import { ZodError } from 'zod';
import type { Problem } from '../api/index.js';
import { AppError } from '../base/errors.js';
import type { Ground } from '../base/ground.js';

/** The only place where an error becomes an HTTP answer: RFC 9457. */
export function problemHandler(ground: Pick<Ground, 'log'>): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const problem = toProblem(error);
    if (problem.status >= 500) ground.log.error({ err: error, path: request.path }, 'a request failed');
    if (response.headersSent) return next(error);
    const waitMs = error instanceof AppError && typeof error.retry === 'object' ? error.retry.afterMs : null;
    if (waitMs !== null) response.setHeader('Retry-After', String(Math.ceil(waitMs / 1000)));
    sendProblem(response, problem);
  };
}

export function sendProblem(response: Response, problem: Problem): void {
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

/** What may be told of an error. Of one that nobody foresaw nothing but that it happened. */
export function toProblem(error: unknown): Problem {
  if (error instanceof ZodError) return problemOf(422, 'INVALID_INPUT', { fields: fieldsOf(error) });
  if (error instanceof AppError) return problemOf(error.status, error.code, tellable(error));
  if (isBadRequest(error)) return problemOf(error.status, 'BAD_REQUEST');
  return problemOf(500, 'INTERNAL');
}

export function problemOf(
  status: number,
  code: string,
  more: Pick<Problem, 'detail' | 'fields' | 'values'> = {},
): Problem {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, code, ...more };
}

/** Its words and its figures. Other details may be none of the visitor's business. */
function tellable({ message, detail }: AppError): Pick<Problem, 'detail' | 'values'> {
  const figures = Object.entries(detail).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  return { detail: message, ...(figures.length > 0 && { values: Object.fromEntries(figures) }) };
}

function fieldsOf(error: ZodError): Record<string, string> {
  return Object.fromEntries(error.issues.map((issue) => [issue.path.join('.') || '.', issue.message]));
}

/** Bodies that cannot be read and paths that cannot be decoded: Express marks them with a 4xx status. */
function isBadRequest(error: unknown): error is Error & { status: number } {
  return (
    error instanceof Error && 'status' in error && Number(error.status) >= 400 && Number(error.status) < 500
  );
}
