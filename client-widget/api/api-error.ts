import { problemSchema, type Problem } from '../../server/api/problem.js';

/** What a request to our server ended in, other than its answer. `code` can be quoted to support. */
export class ApiError extends Error {
  readonly code: string;
  /** 0 = no answer came. */
  readonly status: number;
  readonly detail: string | undefined;
  readonly fields: Record<string, string>;
  readonly values: Record<string, number>;

  constructor(problem: Pick<Problem, 'code' | 'status'> & Partial<Problem>, cause?: unknown) {
    super(problem.title ?? problem.code, { cause });
    this.name = 'ApiError';
    this.code = problem.code;
    this.status = problem.status;
    this.detail = problem.detail;
    this.fields = problem.fields ?? {};
    this.values = problem.values ?? {};
  }
}

/** Reads an RFC 9457 body; an answer that is none (a proxy's page) keeps its status and gets a code of ours. */
export async function readProblem(answer: Response): Promise<ApiError> {
  const body: unknown = await answer.json().catch(() => null);
  const problem = problemSchema.safeParse(body);
  if (problem.success) return new ApiError(problem.data);
  return new ApiError({ code: `HTTP_${answer.status}`, status: answer.status });
}
