/** Columns of the board, in their order. */
export type Column = 'todo' | 'doing' | 'waiting' | 'review' | 'done';

/** What makes a task wait for an answer on this portal. */
export interface Waiting {
  by: 'status' | 'tag';
  tag: string;
}

/** The platform's statuses: 2 pending, 3 in progress, 4 awaiting control, 5 completed, 6 deferred. */
export interface StatusAndTags {
  status: number;
  tags: readonly string[];
}

/**
 * The column a task stands in. What is closed or awaits control stands there whatever its tags say; a deferred task
 * waits, also where a tag is the portal's way to say so.
 */
export function columnOf({ status, tags }: StatusAndTags, waiting: Waiting): Column {
  if (status === 5 || status === 7) return 'done';
  if (status === 4) return 'review';
  if (status === 6 || (waiting.by === 'tag' && hasTag(tags, waiting.tag))) return 'waiting';
  return status === 3 ? 'doing' : 'todo';
}

/** Tags are compared as the platform does: without regard to case and outer blanks. */
export function hasTag(tags: readonly string[], wanted: string): boolean {
  return tags.some((tag) => isSame(tag, wanted));
}

export function withTag(tags: readonly string[], wanted: string): string[] {
  return hasTag(tags, wanted) ? [...tags] : [...tags, wanted];
}

export function withoutTag(tags: readonly string[], unwanted: string): string[] {
  return tags.filter((tag) => !isSame(tag, unwanted));
}

function isSame(one: string, other: string): boolean {
  return one.trim().toLocaleLowerCase() === other.trim().toLocaleLowerCase();
}
