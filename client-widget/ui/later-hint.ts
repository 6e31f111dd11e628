import { defineAsyncComponent, h } from 'vue';
import { restOfTexts } from '../i18n/index.js';

/** The browser has painted before the second frame. */
const painted = () =>
  new Promise<void>((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)));
  });

/** A hint for what is painted first: its room is kept, mark and words come when the screen is drawn. */
export const LaterHint = defineAsyncComponent({
  loader: async () => {
    await painted();
    const [hint] = await Promise.all([import('./TermHint.vue'), restOfTexts()]);
    return hint;
  },
  loadingComponent: () => h('span', { class: 'inline-block size-6 shrink-0 align-middle' }),
  delay: 0,
});
