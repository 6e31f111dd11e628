/** Room a dialog may want below its top edge. */
const dialogPx = 700;
const toastPx = 240;

/**
 * The frame is as high as the app, so "the middle of the window" may lie far outside what a person sees.
 * Dialogs and messages open near the last press or focus instead; these variables carry the place.
 * An open dialog stays where it is, and so does a message: it must not slip under a finger that is pressing.
 */
export function followAttention() {
  document.addEventListener('pointerdown', (event) => note(event.clientY), { capture: true, passive: true });
  document.addEventListener('focusin', (event) => {
    if (event.target instanceof Element) note(event.target.getBoundingClientRect().top);
  });
}

function note(y: number) {
  const root = document.documentElement;
  const height = root.clientHeight;
  if (!document.querySelector('li[data-swipe-direction]'))
    root.style.setProperty('--toast-top', `${clamp(y - 160, 16, Math.max(16, height - toastPx))}px`);
  if (document.querySelector('[role="dialog"]')) return;
  root.style.setProperty('--dialog-top', `${clamp(y - 220, 20, Math.max(20, height - dialogPx))}px`);
}

function clamp(value: number, low: number, high: number): number {
  return Math.round(Math.min(high, Math.max(low, value)));
}
