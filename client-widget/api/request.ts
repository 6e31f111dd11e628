import { z } from 'zod';
import { ApiError, readProblem } from './api-error.js';
import type { SessionKeeper } from './session-keeper.js';

// The page's policy forbids code made from text, which zod would otherwise try.
z.config({ jitless: true });

const answerLimitMs = 60_000;

export interface ApiRequest<S extends z.ZodType> {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/api/v1/`, without a leading slash. */
  path: string;
  query?: Record<string, string | number | boolean | null | undefined>;
  body?: unknown;
  answer: S;
}

/** Relative to the page, so any public path of the server works. */
const root = () => new URL('api/v1/', document.baseURI);

/** One request without a session: only the opening of a session itself uses it. */
export async function send<S extends z.ZodType>(
  request: ApiRequest<S>,
  bearer: string | null,
): Promise<z.infer<S>> {
  const answer = await attempt(request, bearer);
  if (!answer.ok) throw await readProblem(answer);
  if (answer.status === 204) return request.answer.parse(undefined);
  return readAnswer(request, await answer.json().catch(() => undefined));
}

/** One request of the signed-in visitor; a refused bearer is renewed through the portal page once. */
export async function sendSignedIn<S extends z.ZodType>(
  keeper: SessionKeeper,
  request: ApiRequest<S>,
): Promise<z.infer<S>> {
  const bearer = await keeper.bearer();
  try {
    return await send(request, bearer);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    return send(request, await keeper.renew(bearer));
  }
}

/** A file the server made, under the name it gave it. */
export interface ServedFile {
  name: string;
  content: Blob;
}

/** Fetches a file as the signed-in visitor: a plain link could not carry the bearer. */
export async function fetchFile(
  keeper: SessionKeeper,
  request: Omit<ApiRequest<z.ZodType>, 'answer'>,
  limitMs: number | null = answerLimitMs,
): Promise<ServedFile> {
  const bearer = await keeper.bearer();
  let answer = await attempt(request, bearer, limitMs);
  if (answer.status === 401) answer = await attempt(request, await keeper.renew(bearer), limitMs);
  if (!answer.ok) throw await readProblem(answer);
  return { name: nameOf(answer), content: await answer.blob() };
}

/** Opens an answer that goes on for as long as the server likes. */
export async function openStream(keeper: SessionKeeper, path: string): Promise<ReadableStream<Uint8Array>> {
  const bearer = await keeper.bearer();
  let answer = await attempt({ path }, bearer, null);
  if (answer.status === 401) answer = await attempt({ path }, await keeper.renew(bearer), null);
  if (!answer.ok || answer.body === null) throw await readProblem(answer);
  return answer.body;
}

/** The RFC 5987 name of an attachment. */
function nameOf(answer: Response): string {
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get('content-disposition') ?? '')?.[1];
  return encoded === undefined ? 'report' : decodeURIComponent(encoded);
}

async function attempt(
  request: Omit<ApiRequest<z.ZodType>, 'answer'>,
  bearer: string | null,
  limitMs: number | null = answerLimitMs,
): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (bearer !== null) headers['authorization'] = `Bearer ${bearer}`;
  if (request.body !== undefined) headers['content-type'] = 'application/json';
  try {
    return await fetch(address(request), {
      method: request.method ?? 'GET',
      headers,
      body: request.body === undefined ? null : JSON.stringify(request.body),
      credentials: 'omit',
      cache: 'no-store',
      signal: limitMs === null ? null : AbortSignal.timeout(limitMs),
    });
  } catch (error) {
    const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
    throw new ApiError({ code: timedOut ? 'NO_ANSWER' : 'NO_CONNECTION', status: 0 }, error);
  }
}

function address(request: Pick<ApiRequest<z.ZodType>, 'path' | 'query'>): URL {
  const url = new URL(request.path, root());
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== null && value !== undefined) url.searchParams.set(name, String(value));
  }
  return url;
}

function readAnswer<S extends z.ZodType>(request: ApiRequest<S>, body: unknown): z.infer<S> {
  const parsed = request.answer.safeParse(body);
  if (parsed.success) return parsed.data;
  console.error(`Unexpected answer of ${request.path}`, z.prettifyError(parsed.error));
  throw new ApiError({ code: 'ANSWER_UNREADABLE', status: 200 }, parsed.error);
}
