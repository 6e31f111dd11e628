import { nextTick, onMounted, type Ref, watch } from 'vue';

/** A row of links wider than the screen: the one of the open place is brought into view, and nothing else moves. */
export function useShownLink(row: Readonly<Ref<HTMLElement | null>>, place: () => unknown) {
  async function show() {
    await nextTick();
    const link = row.value?.querySelector<HTMLElement>('[aria-current="page"]');
    if (!row.value || !link) return;
    row.value.scrollLeft =
      link.offsetLeft - row.value.offsetLeft - (row.value.clientWidth - link.offsetWidth) / 2;
  }
  onMounted(show);
  watch(place, show);
}
