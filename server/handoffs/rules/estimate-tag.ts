const asking = new Set(['оценить', 'нужна оценка', 'на оценку', 'осметить', 'estimate', 'needs estimate']);

/** Whether a task's tags ask for an estimate. */
export function asksForEstimate(tags: readonly string[]): boolean {
  return tags.some((tag) => asking.has(tag.trim().toLowerCase().replaceAll(/\s+/g, ' ').replace(/^#/, '')));
}
