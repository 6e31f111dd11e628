/**
 * The frame is as high as the app, so "the middle of the window" may lie far outside what a person sees.
 * Dialogs and messages open near the last press or focus instead; these variables carry the place.
 */
export function followAttention() {
  const note = (y: number) => {
    const root = document.documentElement;
    const height = root.clientHeight;
    root.style.setProperty('--dialog-top', `${clamp(y - 220, 24, Math.max(24, height - 640))}px`);
    root.style.setProperty('--toast-top', `${clamp(y - 160, 16, Math.max(16, height - 240))}px`);
  };
  document.addEventListener('pointerdown', (event) => note(event.clientY), { capture: true, passive: true });
  document.addEventListener(
    'focusin',
    (event) => {
      if (event.target instanceof Element && !event.target.closest('[role="dialog"]'))
        note(event.target.getBoundingClientRect().top);
    },
    { passive: true },
  );
}

function clamp(value: number, low: number, high: number): number {
  return Math.round(Math.min(high, Math.max(low, value)));
}
