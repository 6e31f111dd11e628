/** When it makes sense to try again. */
export type Retry = 'never' | 'later' | { afterMs: number };

/** The one error of the app: a stable code, an HTTP status, and what a person can do. */
export class AppError extends Error {
  readonly code: string;
  readonly status: number;
  readonly retry: Retry;
  readonly detail: Record<string, unknown>;

  constructor(
    code: string,
    message: string,
    options: { status?: number; retry?: Retry; detail?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.status = options.status ?? 500;
    this.retry = options.retry ?? 'never';
    this.detail = options.detail ?? {};
  }
}

/** Foreign and absent look the same. */
export function notFound(what: string): AppError {
  return new AppError('NOT_FOUND', `${what} not found`, { status: 404 });
}

export function badInput(code: string, message: string, detail: Record<string, unknown> = {}): AppError {
  return new AppError(code, message, { status: 422, detail });
}

export function forbidden(message: string): AppError {
  return new AppError('FORBIDDEN', message, { status: 403 });
}

/** The state a person saw is not the state any more: nothing was done. */
export function conflict(code: string, message: string, detail: Record<string, unknown> = {}): AppError {
  return new AppError(code, message, { status: 409, detail });
}
