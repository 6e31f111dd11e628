const tones: Record<string, string> = {
  purchase: 'var(--app-bar-good)',
  gift: 'var(--app-bar-good)',
  refund: 'var(--app-bar-good)',
  rollover: 'var(--app-bar-good)',
  opening: 'var(--app-bar-good)',
  waiver: 'var(--app-bar-good)',
  spend: 'var(--ui-color-accent-main-primary)',
  cover: 'var(--ui-color-accent-main-primary)',
  overage: 'var(--app-bar-bad)',
  expiry: 'var(--app-bar-warn)',
  correction: 'var(--app-bar-warn)',
  adjustment: 'var(--app-bar-warn)',
};

/** Colour of a line's dot: what gives hours, what takes them, what wants a look. */
export function kindTone(kind: string): string {
  return tones[kind] ?? 'var(--ui-color-base-4)';
}
