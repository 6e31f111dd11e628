import type { PortalFrame } from './portal-frame.js';

const smallestHeightPx = 720;
/** Tells the portal page how high the app is, whenever that changes; one message per drawn frame at most. */
export function followHeight(frame: PortalFrame, app: HTMLElement): () => void {
  let told = 0;
  let waiting = false;
  const tell = () => {
    waiting = false;
    const height = Math.max(smallestHeightPx, Math.ceil(app.getBoundingClientRect().height));
    if (height === told) return;
    told = height;
    frame.fitTo(height);
  };
  const watch = new ResizeObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(tell);
  });
  watch.observe(app);
  return () => watch.disconnect();
}
