/** Reasons that have words of their own (`posts.why`); the first part of a reason is its kind, the rest the portal's code. */
const known = new Set([
  ...['author-changed', 'card-changed', 'text-differs', 'cannot-look', 'look-failed', 'gave-up', 'restored'],
  ...['key-reused', 'not-found', 'refused', 'no-folder', 'not-attached', 'file-gone'],
]);

/** Why a post waits: the key of the words for it, and what the portal answered, if it did. */
export function postReason(reason: string | null): { word: string; code: string | null } | null {
  if (reason === null) return null;
  const [kind = '', code] = reason.split(/: (.*)/s);
  if (code === 'NOTICE_NOT_CREATED') return { word: 'no-notice', code: null };
  return known.has(kind) ? { word: kind, code: code ?? null } : { word: 'other', code: reason };
}
