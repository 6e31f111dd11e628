import { ref } from 'vue';
import type { Theme } from '../frame/index.js';

export const theme = ref<Theme>('light');

/** The kit's colours hang on this class. */
export function showTheme(next: Theme) {
  theme.value = next;
  document.documentElement.classList.toggle('dark', next === 'dark');
  document.documentElement.classList.toggle('light', next === 'light');
}
