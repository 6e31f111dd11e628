import { computed, ref } from 'vue';

/** Such as `/clients/3/ledger`. It lives in the page's hash: the address the portal posted to stays. */
const path = ref('/');

export const pathParts = computed(() => path.value.split('/').filter(Boolean));

/** Starts at the hash if a reload left one, else at the given place. */
export function startRouter(start: string) {
  path.value = location.hash.startsWith('#/') ? location.hash.slice(1) : start;
  window.addEventListener('popstate', () => {
    path.value = location.hash.startsWith('#/') ? location.hash.slice(1) : start;
  });
}

export function goTo(target: string) {
  if (target === path.value) return;
  history.pushState(null, '', `#${target}`);
  path.value = target;
}

/** For corrections of the place that nobody should come back to. */
export function replaceWith(target: string) {
  history.replaceState(null, '', `#${target}`);
  path.value = target;
}
