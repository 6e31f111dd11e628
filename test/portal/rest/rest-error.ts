import type { Json } from '../world/json.js';

/** A refusal of the platform: HTTP status, code and text; `extra` are further keys of the body. */
export class RestError extends Error {
  readonly status: number;
  readonly code: string | number;
  readonly extra: Record<string, Json>;

  constructor(status: number, code: string | number, description: string, extra: Record<string, Json> = {}) {
    super(description);
    this.status = status;
    this.code = code;
    this.extra = extra;
  }

  body(): Record<string, Json> {
    return { error: this.code, error_description: this.message, ...this.extra };
  }
}

/** A refusal in the shape of REST 3.0. */
export class RestV3Error extends Error {
  readonly status: number;
  readonly code: string;
  readonly validation: { field: string; message: string }[];

  constructor(
    status: number,
    name: string,
    message: string,
    validation: { field: string; message: string }[] = [],
  ) {
    super(message);
    this.status = status;
    this.code = `BITRIX_REST_V3_EXCEPTION_${name}`;
    this.validation = validation;
  }

  body(): Json {
    const base = { code: this.code, message: this.message };
    return { error: this.validation.length > 0 ? { ...base, validation: this.validation } : base };
  }
}

export const accessDenied = (text = 'Access denied.'): RestError => new RestError(403, 'ACCESS_DENIED', text);
export const missingParameter = (name: string): RestError =>
  new RestError(400, '100', `Could not find value for parameter {${name}}`);
