import { computed, onBeforeUnmount, onMounted, ref, type ComputedRef } from 'vue';

/** Rows drawn around those that were scrolled away: one begun below is in sight, the others wait there for a scroll. */
const inSight = { above: 0, below: 1 };
const around = { above: 1, below: 3 };
/** A leap of more rows shows other cards altogether. */
const leapRows = 2;

/**
 * Which stretch of a scrolled box to draw, in pixels from its top; it moves a row at a time. After a leap, and at first,
 * what is in sight comes in one frame and what lies around it in the next: neither is a long one.
 */
export function useRowsInSight(
  scrollTop: () => number,
  { stepPx, area }: { stepPx: ComputedRef<number>; area: ComputedRef<number> },
) {
  /** How many rows were scrolled away. */
  const passed = ref(0);
  const isWhole = ref(false);
  const stretch = computed(() => {
    const rows = isWhole.value ? around : inSight;
    return {
      from: (passed.value - rows.above) * stepPx.value,
      to: (passed.value + rows.below) * stepPx.value + area.value,
    };
  });

  let next = 0;
  let later = 0;
  function follow() {
    cancelAnimationFrame(next);
    next = requestAnimationFrame(() => {
      const now = Math.floor(scrollTop() / stepPx.value);
      if (Math.abs(now - passed.value) > leapRows) isWhole.value = false;
      passed.value = now;
      if (!isWhole.value) drawAround();
    });
  }
  function drawAround() {
    cancelAnimationFrame(later);
    later = requestAnimationFrame(() => (isWhole.value = true));
  }
  onMounted(drawAround);
  onBeforeUnmount(() => {
    cancelAnimationFrame(next);
    cancelAnimationFrame(later);
  });
  return { stretch, follow };
}
