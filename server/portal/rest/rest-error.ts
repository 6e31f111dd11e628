import { AppError, type Retry } from '../../base/errors.js';

/** refused = the platform said no; not-run = it surely did not run; unknown = it may have run. */
export type RestOutcome = 'refused' | 'not-run' | 'unknown';

export interface RestFailure {
  outcome: RestOutcome;
  /** The platform's own code, or ours in capitals when nothing arrived. */
  restCode: string;
  /** HTTP status of the answer, 0 when none came. */
  httpStatus: number;
  method: string;
  message: string;
  retry?: Retry;
}

/** A REST call that failed. Carries no parameters, tokens or addresses: it may be logged as it is. */
export class RestError extends AppError {
  readonly outcome: RestOutcome;
  readonly restCode: string;
  readonly httpStatus: number;
  readonly method: string;

  constructor(failure: RestFailure) {
    super(
      `REST_${failure.outcome.toUpperCase().replace('-', '_')}`,
      `${failure.method}: ${failure.message}`,
      {
        status: failure.outcome === 'refused' ? 502 : 503,
        retry: failure.retry ?? (failure.outcome === 'refused' ? 'never' : 'later'),
        detail: { restCode: failure.restCode, httpStatus: failure.httpStatus, method: failure.method },
      },
    );
    this.name = 'RestError';
    this.outcome = failure.outcome;
    this.restCode = failure.restCode;
    this.httpStatus = failure.httpStatus;
    this.method = failure.method;
  }
}
