import { pauseMs } from './pause.js';

/** How a send ended, as far as we know. */
export type SendOutcome =
  | { kind: 'done' }
  /** The platform said no. */
  | { kind: 'refused'; code: string }
  /** It surely did not run. */
  | { kind: 'not-run'; code: string; retryAfterMs: number | null }
  /** It may have run, or may still. */
  | { kind: 'unknown'; code: string };

/** What looking into the portal showed, after no call of ours could be running any more. */
export type Finding =
  | { kind: 'there' }
  | { kind: 'absent' }
  /** Something bears our code, but reads differently. */
  | { kind: 'like-it' }
  /** This card or these rights show us nothing. */
  | { kind: 'not-permitted'; code: string }
  /** The look itself failed and may work later. */
  | { kind: 'failed'; code: string };

/** Where a post goes next. `ready` is sent again, `settling` is looked for again, `uncertain` waits for a person. */
export type Step =
  | { to: 'sent' }
  /** `absent`: no send of this round landed, and none can any more. `reprobe`: ask which card the portal shows. */
  | { to: 'ready'; afterMs: number; reason: string; absent?: true; reprobe?: true }
  /** Without a reason the old one stays: it says why we look. */
  | { to: 'settling'; afterMs: number; reason?: string }
  | { to: 'failed'; reason: string }
  | { to: 'uncertain'; reason: string };

/**
 * What keeps a repeated send from doubling. `by-key`: an Idempotency-Key, for a day and the same author. `always`: the
 * post replaces its earlier self. `never`: nothing does, so it must be seen to be absent first.
 */
export type Repeats = 'never' | 'by-key' | 'always';

/** What is known of a post that is being settled. */
export interface Settling {
  repeats: Repeats;
  /** Sends and looks so far. */
  attempts: number;
  /** Sends of this round without a clear answer, the last one included. */
  unclear: number;
  sameAuthor: boolean;
  /** Card the last send was made for, and the card it was looked for on; null where the card does not matter. */
  sentCard: 'old' | 'new' | null;
  card: 'old' | 'new' | null;
  /** Age of the Idempotency-Key: time since the first send that may have landed. */
  keyAgeMs: number;
  /** The platform said that the key was used for another body: one send of ours was a success. */
  keyReused: boolean;
  /** A person said that it is there; only its id is wanted. */
  confirmed: boolean;
}

/** The platform keeps keys for 24 hours; an hour is left for clocks that differ. */
const KEY_SAFE_MS = 23 * 3_600_000;
const MAX_UNCLEAR = 6;
const MAX_LOOKS = 30;
/** A card that changed shows after one probe; the rest is patience with a portal under update. */
const MAX_PROBES = 4;
const FINAL_CODE =
  /ACCESS_?DENIED|ACCESS_ERROR|NOT_CREATED|USER_ID_EMPTY|MESSAGE_EMPTY|CHAT_NOT_FOUND|FILE_EMPTY|FILE_INVALID|FILE_TOO_LARGE|INSUFFICIENT_?SCOPE|user_access_error|INVALID_CREDENTIALS|allowed_only_intranet_user|VALIDATION|ENTITY_?NOT_?FOUND|WRONG_AUTH_TYPE|METHOD_CONFIRM_DENIED|METHOD_?NOT_?FOUND/i;

/**
 * Just before a send; null = let it leave. A post that was sent before without an answer is sent again only as the same
 * author, and, where the portal did not show whether it is there, only while the key still binds.
 */
export function beforeSend(post: {
  unclear: number;
  sameAuthor: boolean;
  keyAgeMs: number | null;
  repeats: Repeats;
}): Step | null {
  if (post.unclear === 0 || post.repeats === 'always') return null;
  if (!post.sameAuthor) return { to: 'uncertain', reason: 'author-changed' };
  return post.keyAgeMs !== null && post.keyAgeMs >= KEY_SAFE_MS ? { to: 'settling', afterMs: 0 } : null;
}

/** What is known of a post when its send ends; `unclear` counts earlier sends of this round, without this one. */
export interface Sent {
  attempts: number;
  unclear: number;
}

/** After a send. Only what surely did not run may be sent again at once; everything else is looked for first. */
export function afterSend(outcome: SendOutcome, { attempts, unclear }: Sent): Step {
  if (outcome.kind === 'done') return { to: 'sent' };
  if (outcome.kind === 'unknown') return { to: 'settling', afterMs: 0, reason: `unclear: ${outcome.code}` };
  if (outcome.kind === 'not-run') {
    return {
      to: 'ready',
      afterMs: pauseMs(attempts, outcome.retryAfterMs),
      reason: `not-run: ${outcome.code}`,
    };
  }
  const reason = `refused: ${outcome.code}`;
  if (isKeyReused(outcome.code)) return { to: 'settling', afterMs: 0, reason: KEY_REUSED };
  if (isMethodAbsent(outcome.code) && attempts < MAX_PROBES) {
    return { to: 'ready', afterMs: pauseMs(attempts), reason, reprobe: true };
  }
  // Refused now says nothing about an earlier send that was never answered.
  if (FINAL_CODE.test(outcome.code)) return { to: unclear > 0 ? 'uncertain' : 'failed', reason };
  // A refusal we do not know may come from the middle of the work, with the post already made.
  return { to: 'settling', afterMs: 0, reason };
}

/** After a look. Sent again only when it is surely absent, or when the key makes a second run impossible. */
export function afterLook(finding: Finding, post: Settling): Step {
  if (finding.kind === 'there') return { to: 'sent' };
  if (finding.kind === 'like-it') return { to: 'uncertain', reason: 'text-differs' };
  if (finding.kind === 'failed') return lookAgain(finding.code, post.attempts);
  if (post.confirmed) return { to: 'uncertain', reason: 'not-found' };
  if (post.repeats === 'always') return sendAgain(finding, post);
  if (post.keyReused) return { to: 'uncertain', reason: KEY_REUSED };
  if (!post.sameAuthor) return { to: 'uncertain', reason: 'author-changed' };
  // What the other card was told need not show on this one.
  if (isCardChanged(post)) return { to: 'uncertain', reason: 'card-changed' };
  if (finding.kind === 'not-permitted' && !isKeyBinding(post)) {
    return { to: 'uncertain', reason: `cannot-look: ${finding.code}` };
  }
  return sendAgain(finding, post);
}

function sendAgain(finding: Finding, post: Settling): Step {
  if (post.unclear >= MAX_UNCLEAR) return giveUp(finding);
  return {
    to: 'ready',
    afterMs: 0,
    reason: finding.kind,
    ...(finding.kind === 'absent' ? { absent: true } : {}),
  };
}

export const KEY_REUSED = 'key-reused';

/** Every repeat came to nothing: surely absent is a failure; not seen is not surely absent. */
function giveUp(finding: Finding): Step {
  return finding.kind === 'absent'
    ? { to: 'failed', reason: 'gave-up' }
    : { to: 'uncertain', reason: 'gave-up' };
}

function lookAgain(code: string, attempts: number): Step {
  if (attempts >= MAX_LOOKS) return { to: 'uncertain', reason: `look-failed: ${code}` };
  return { to: 'settling', afterMs: pauseMs(attempts) };
}

/** The same key again cannot run twice: same method, same author, within the window. */
function isKeyBinding(post: Settling): boolean {
  return post.repeats === 'by-key' && post.keyAgeMs < KEY_SAFE_MS;
}

function isCardChanged(post: Settling): boolean {
  return post.sentCard !== null && post.sentCard !== post.card;
}

function isKeyReused(code: string): boolean {
  return /IDEMPOTENCY_?KEY_?REUSED/i.test(code);
}

function isMethodAbsent(code: string): boolean {
  return /METHOD_?NOT_?FOUND|^HTTP_404$/i.test(code);
}
