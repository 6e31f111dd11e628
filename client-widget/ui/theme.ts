import { ref } from 'vue';
import type { Theme } from '../frame/index.js';

export const theme = ref<Theme>('light');

export function showTheme(next: Theme) {
  theme.value = next;
  colour(next);
}

/** Paper is white whatever the screen is. */
export function printInLight() {
  window.addEventListener('beforeprint', () => colour('light'));
  window.addEventListener('afterprint', () => colour(theme.value));
}

/** The kit's colours hang on this class. */
function colour(next: Theme) {
  document.documentElement.classList.toggle('dark', next === 'dark');
  document.documentElement.classList.toggle('light', next === 'light');
}
