import type { IncomingMessage } from 'node:http';
import type { Json, Params } from '../world/json.js';
import { isObject } from '../world/json.js';
import { nestPairs, parseForm } from './php-form.js';

export interface UploadedFile {
  field: string;
  name: string;
  content: Buffer;
}

/** What a request carried in its body, by content type. */
export interface ParsedBody {
  kind: 'json' | 'form' | 'multipart' | 'none';
  params: Params;
  /** The JSON root as it came (v3 batches send an array); undefined when it was no JSON or broken. */
  root: Json | undefined;
  files: UploadedFile[];
}

export async function readRaw(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
  return Buffer.concat(chunks);
}

export async function readBody(request: IncomingMessage): Promise<ParsedBody> {
  const raw = await readRaw(request);
  const type = request.headers['content-type'] ?? '';
  if (type.includes('json')) return jsonBody(raw.toString('utf8'));
  if (type.includes('multipart/form-data')) return multipartBody(raw, type);
  if (raw.length === 0) return { kind: 'none', params: {}, root: undefined, files: [] };
  return { kind: 'form', params: parseForm(raw.toString('utf8')), root: undefined, files: [] };
}

function jsonBody(text: string): ParsedBody {
  const root = parseJson(text);
  const params = Array.isArray(root) ? Object.fromEntries(root.entries()) : isObject(root) ? root : {};
  return { kind: 'json', params, root, files: [] };
}

function parseJson(text: string): Json | undefined {
  try {
    const parsed: Json = JSON.parse(text);
    return parsed;
  } catch {
    return undefined; // PHP's json_decode answers null and the call goes on without parameters
  }
}

function multipartBody(raw: Buffer, type: string): ParsedBody {
  const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1];
  const pairs: [string, string][] = [];
  const files: UploadedFile[] = [];
  if (boundary !== undefined) for (const part of partsOf(raw, boundary)) takePart(part, pairs, files);
  return { kind: 'multipart', params: nestPairs(pairs), root: undefined, files };
}

function partsOf(raw: Buffer, boundary: string): Buffer[] {
  const mark = Buffer.from(`--${boundary}`);
  const parts: Buffer[] = [];
  let from = raw.indexOf(mark);
  while (from >= 0) {
    const next = raw.indexOf(mark, from + mark.length);
    if (next < 0) break;
    parts.push(raw.subarray(from + mark.length + 2, next - 2));
    from = next;
  }
  return parts;
}

function takePart(part: Buffer, pairs: [string, string][], files: UploadedFile[]): void {
  const split = part.indexOf('\r\n\r\n');
  if (split < 0) return;
  const head = part.subarray(0, split).toString('utf8');
  const content = part.subarray(split + 4);
  const field = /[; ]name="([^"]*)"/.exec(head)?.[1] ?? '';
  const name = /filename="([^"]*)"/.exec(head)?.[1];
  if (name === undefined) pairs.push([field, content.toString('utf8')]);
  else files.push({ field, name, content });
}
