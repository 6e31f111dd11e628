import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Config } from '../../config/index.js';
import { seal, unseal } from '../base/seal.js';
import type { InboxFact, InboxRow } from '../portal/inbox/index.js';

/** What a robot's run needs to be answered: stored sealed, as it holds a token and somebody's words. */
const runSchema = z.object({
  token: z.string(),
  /** The business process waits for the answer. */
  waits: z.boolean(),
  document: z.array(z.string()),
  properties: z.record(z.string(), z.string()),
});
export type RobotRun = z.infer<typeof runSchema>;

const MOST_TOKEN = 400;
/** Bytes of what is kept of each: a fact in the inbox is small. 250 Cyrillic letters of a note fit. */
const MOST_BYTES = { hours: 20, note: 500, kind: 20, task: 20 } as const;
const MOST_DOCUMENT = 80;
const CODE = /^[\w.-]{1,100}$/;

/**
 * A run as a fact for the inbox; null for what is no run. The fact's id comes from the token, so a run that is told twice
 * is one. Form: api-reference/bizproc/bizproc-robot/bizproc-robot-add (`code, document_id[], event_token, properties[…]`).
 */
export function robotFactOf(
  keys: Config['keys'],
  portalId: string,
  form: ReadonlyMap<string, string>,
): Omit<InboxFact, 'portalId'> | null {
  const [token, code] = [form.get('event_token') ?? '', form.get('code') ?? ''];
  if (token === '' || token.length > MOST_TOKEN || !CODE.test(code)) return null;
  const run: RobotRun = {
    ...{ token, waits: form.get('use_subscription') !== 'N' },
    document: [0, 1, 2].map((at) => cut(form.get(`document_id[${String(at)}]`) ?? '', MOST_DOCUMENT)),
    properties: Object.fromEntries(
      Object.entries(MOST_BYTES).flatMap(([name, most]) => {
        const text = form.get(`properties[${name}]`);
        return text === undefined ? [] : [[name, cut(text, most)] as const];
      }),
    ),
  };
  const subjectId = createHash('sha256').update(token).digest('hex').slice(0, 32);
  const sealed = seal(keys, JSON.stringify(run), placeOf(portalId, subjectId));
  return { subject: 'robot', subjectId, name: code, payload: { run: sealed } };
}

/** Throws AppError KEY_MISSING and SEAL_BROKEN. */
export function runOf(keys: Config['keys'], row: InboxRow): RobotRun {
  const sealed = String(row.payload['run'] ?? '');
  return runSchema.parse(JSON.parse(unseal(keys, sealed, placeOf(row.portalId, row.subjectId))));
}

function placeOf(portalId: string, runId: string): string {
  return `inbox/${portalId}/robot/${runId}`;
}

function cut(text: string, bytes: number): string {
  let kept = '';
  for (const letter of text) {
    if (Buffer.byteLength(kept + letter) > bytes) break;
    kept += letter;
  }
  return kept;
}
