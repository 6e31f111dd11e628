import { startAppFrames } from './app-frame.js';
import { startForms } from './forms.js';
import { startSliders } from './sliders.js';
import { startTalk } from './talk.js';

const { document, location, performance } = globalThis;

/** Clocks of running timers count on from what the server said. */
function startClocks() {
  const clocks = [...document.querySelectorAll('[data-ticking]')];
  if (clocks.length === 0) return;
  const pad = (value) => String(value).padStart(2, '0');
  const openedAt = performance.now();
  setInterval(() => {
    for (const clock of clocks) {
      const seconds = Number(clock.dataset.ticking) + Math.floor((performance.now() - openedAt) / 1000);
      clock.textContent = `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
    }
  }, 1000);
}

function startShell() {
  document.querySelector('[data-switcher]')?.addEventListener('change', (event) => {
    const url = new URL(location.href);
    url.searchParams.set('as', event.target.value);
    location.assign(url);
  });
  const burger = document.querySelector('[data-menu]');
  burger?.addEventListener('click', () => {
    const isOpen = document.body.classList.toggle('menu-open');
    burger.setAttribute('aria-expanded', String(isOpen));
  });
}

startShell();
startClocks();
startSliders();
startForms();
startTalk();
startAppFrames();
// Until now a click would have gone nowhere: the page comes as `inert`, and a hand in a hurry waits.
document.body.inert = false;
