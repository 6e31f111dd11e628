import { describe, it, expect } from '@jest/globals';
import {
  afterLook,
  afterSend,
  type Finding,
  type SendOutcome,
  type Settling,
} from '../../../server/portal/outbox/rules/next-step.js';
import { pauseMs } from '../../../server/portal/outbox/rules/pause.js';

const first = { attempts: 1, unclear: 0 };
const refused = (code: string): SendOutcome => ({ kind: 'refused', code });

describe('after a send', () => {
  it('a clear success is sent', () => {
    expect(afterSend({ kind: 'done' }, first)).toEqual({ to: 'sent' });
  });

  it('what surely did not run is sent again after a growing pause, or the one the platform asked for', () => {
    const notRun: SendOutcome = { kind: 'not-run', code: 'QUERY_LIMIT_EXCEEDED', retryAfterMs: null };
    const pauses = [1, 2, 3, 4, 5, 50].map((attempts) => afterSend(notRun, { attempts, unclear: 0 }));
    expect(pauses.map((step) => ('afterMs' in step ? step.afterMs : null))).toEqual([
      5_000, 15_000, 60_000, 300_000, 900_000, 900_000,
    ]);
    const asked = afterSend({ ...notRun, retryAfterMs: 600_000 }, first);
    expect(asked).toEqual({ to: 'ready', afterMs: 600_000, reason: 'not-run: QUERY_LIMIT_EXCEEDED' });
  });

  it.each([
    'ACCESS_DENIED',
    'BITRIX_REST_V3_EXCEPTION_ACCESSDENIEDEXCEPTION',
    'insufficient_scope',
    'user_access_error',
  ])('a refusal by %s is final', (code) => {
    expect(afterSend(refused(code), first)).toEqual({ to: 'failed', reason: `refused: ${code}` });
  });

  it('a final refusal proves nothing about an earlier send without an answer', () => {
    expect(afterSend(refused('ACCESS_DENIED'), { attempts: 3, unclear: 1 }).to).toBe('uncertain');
  });

  it('a refusal we do not know may come after the post was made: look first', () => {
    expect(afterSend(refused('ERROR_CORE'), first).to).toBe('settling');
  });

  it('an absent method asks for the card anew, and gives up when that does not help', () => {
    const code = 'ERROR_METHOD_NOT_FOUND';
    expect(afterSend(refused(code), first)).toMatchObject({ to: 'ready', reprobe: true });
    expect(afterSend(refused(code), { attempts: 4, unclear: 0 })).toEqual({
      to: 'failed',
      reason: `refused: ${code}`,
    });
  });

  it.each(['IDEMPOTENCYKEYREUSED', 'BITRIX_REST_V3_EXCEPTION_IDEMPOTENCYKEYREUSEDEXCEPTION'])(
    '%s means that an earlier send was a success: look',
    (code) => {
      expect(afterSend(refused(code), first)).toEqual({ to: 'settling', afterMs: 0, reason: 'key-reused' });
    },
  );

  it('no answer: look', () => {
    expect(afterSend({ kind: 'unknown', code: 'ECONNRESET' }, first).to).toBe('settling');
  });
});

const settling: Settling = {
  repeats: 'by-key',
  attempts: 2,
  unclear: 1,
  sameAuthor: true,
  sentCard: 'new',
  card: 'new',
  keyAgeMs: 80_000,
  keyReused: false,
  confirmed: false,
};
const onOldCard = { repeats: 'never', sentCard: 'old', card: 'old' } as const;
const notice = { repeats: 'always', sentCard: null, card: null } as const;
const hidden: Finding = { kind: 'not-permitted', code: 'ACCESS_ERROR' };
const absent: Finding = { kind: 'absent' };

describe('after a look', () => {
  it.each<[string, Finding, Partial<Settling>, string]>([
    ['there', { kind: 'there' }, {}, 'sent'],
    ['there, though the author changed', { kind: 'there' }, { sameAuthor: false }, 'sent'],
    ['absent', absent, {}, 'ready'],
    ['absent on the old card', absent, { sentCard: 'old', card: 'old' }, 'ready'],
    ['absent, but the author changed', absent, { sameAuthor: false }, 'uncertain'],
    ['absent, but the card changed', absent, { sentCard: 'old' }, 'uncertain'],
    ['absent, but the key says that it ran', absent, { keyReused: true }, 'uncertain'],
    ['absent, but a person saw it', absent, { confirmed: true }, 'uncertain'],
    ['absent for the sixth time', absent, { unclear: 6 }, 'failed'],
    ['something like it', { kind: 'like-it' }, {}, 'uncertain'],
    ['not shown, but the key is young', hidden, {}, 'ready'],
    ['not shown, and the key is old', hidden, { keyAgeMs: 23 * 3_600_000 }, 'uncertain'],
    ['not shown, and the author changed', hidden, { sameAuthor: false }, 'uncertain'],
    ['not shown, and the key says that it ran', hidden, { keyReused: true }, 'uncertain'],
    ['not shown on the old card, which has no keys', hidden, onOldCard, 'uncertain'],
    [
      'not shown, a task, which has no key',
      hidden,
      { repeats: 'never', sentCard: null, card: null },
      'uncertain',
    ],
    ['not shown, a notice, which replaces its earlier self', hidden, notice, 'ready'],
    ['a notice, though the author changed', hidden, { ...notice, sameAuthor: false }, 'ready'],
    ['a notice for the sixth time', hidden, { ...notice, unclear: 6 }, 'uncertain'],
    ['not shown for the sixth time', hidden, { unclear: 6 }, 'uncertain'],
    ['the look failed', { kind: 'failed', code: 'ETIMEDOUT' }, {}, 'settling'],
    ['the look failed too often', { kind: 'failed', code: 'ETIMEDOUT' }, { attempts: 30 }, 'uncertain'],
  ])('%s', (_, finding, known, expected) => {
    expect(afterLook(finding, { ...settling, ...known }).to).toBe(expected);
  });
});

describe('pauses', () => {
  it('grow to a quarter of an hour and never shrink below what was asked', () => {
    expect([0, 1, 2, 99].map((tries) => pauseMs(tries))).toEqual([5_000, 5_000, 15_000, 900_000]);
    expect(pauseMs(1, 60_000)).toBe(60_000);
    expect(pauseMs(5, 1)).toBe(900_000);
  });
});
