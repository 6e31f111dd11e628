import { computed, type ComputedRef } from 'vue';
import { theme } from '../ui/theme.js';

export interface ChartColours {
  line: string;
  quiet: string;
  grid: string;
}

/** Colours follow the theme, which a canvas does not by itself. */
export function useChartColours(): ComputedRef<ChartColours> {
  return computed(() => {
    void theme.value;
    const style = getComputedStyle(document.documentElement);
    const read = (name: string) => style.getPropertyValue(name).trim();
    return { line: read('--app-chart'), quiet: read('--app-quiet'), grid: read('--app-line') };
  });
}
