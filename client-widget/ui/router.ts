import { computed, ref } from 'vue';

/**
 * Such as `/clients/3/ledger?sort=-day`. It lives in the page's hash: the address the portal posted to stays.
 * What follows the question mark says how a table is sorted and filtered.
 */
const path = ref('/');

const place = computed(() => path.value.split('?')[0] ?? '/');
export const pathParts = computed(() => place.value.split('/').filter(Boolean));
export const query = computed(() => path.value.split('?')[1] ?? '');

/** Starts at the hash if a reload left one, else at the given place. */
export function startRouter(start: string) {
  path.value = location.hash.startsWith('#/') ? location.hash.slice(1) : start;
  window.addEventListener('popstate', () => {
    path.value = location.hash.startsWith('#/') ? location.hash.slice(1) : start;
  });
}

/** The whole of it, as a link to what is on the screen carries it. */
export const fullPath = computed(() => path.value);

export function goTo(target: string) {
  if (target === path.value) return;
  history.pushState(null, '', `#${target}`);
  path.value = target;
}

/** Where what is on the screen is found later too, while the address says only "now"; the screen that shows it says so. */
export const lastingPlace = ref<string | null>(null);

/** For corrections of the place that nobody should come back to. */
export function replaceWith(target: string) {
  history.replaceState(null, '', `#${target}`);
  path.value = target;
}

export function queryValue(name: string): string | null {
  return new URLSearchParams(query.value).get(name);
}

/** Sorting is no step to go back over: the address changes, the history does not. */
export function setQuery(values: Record<string, string | null>) {
  const next = new URLSearchParams(query.value);
  for (const [name, value] of Object.entries(values))
    if (value === null || value === '') next.delete(name);
    else next.set(name, value);
  const text = next.toString();
  replaceWith(text === '' ? place.value : `${place.value}?${text}`);
}
