const { document, location, DOMParser } = globalThis;

const pollMs = 2000;

/** New messages of a task come in by themselves, as on the platform; what the person types stays. */
export function startTalk() {
  if (!document.getElementById('talk')) return;
  setInterval(() => {
    if (!document.hidden) refresh().catch((error) => console.warn('The portal did not answer', error));
  }, pollMs);
}

async function refresh() {
  const answer = await fetch(location.href);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = page.getElementById('said');
  const shown = document.getElementById('said');
  if (fresh && fresh.innerHTML !== shown.innerHTML) shown.replaceWith(fresh);
}
