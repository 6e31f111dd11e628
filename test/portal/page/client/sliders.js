const { document, location, window } = globalThis;

/** Pages that open over a page. All of them belong to the topmost window; each slider's own page asks it. */
const open = [];

export function inSlider() {
  return window.parent !== window && Boolean(window.top.portalSliders);
}

export function noteChange() {
  window.top.portalSliders?.noteChange();
}

export function closeOwnSlider() {
  window.top.portalSliders?.closeOf(window);
}

/** Opens a path of this portal in a slider; `onClose` runs when it is gone. */
export function openSlider(path, options = {}) {
  window.top.portalSliders.open(path, options, window);
}

function sliderUrl(path) {
  const url = new URL(path, location.origin);
  url.searchParams.set('IFRAME', 'Y');
  url.searchParams.set('IFRAME_TYPE', 'SIDE_SLIDER');
  return url.pathname + url.search;
}

function show(path, { title = 'Страница портала', widthPx, onClose }, opener) {
  const layer = document.createElement('div');
  layer.className = 'slider';
  layer.innerHTML =
    '<div class="slider-panel" role="dialog" aria-modal="true"><button class="slider-close" type="button" aria-label="Закрыть">×</button><iframe></iframe></div>';
  const panel = layer.firstElementChild;
  const frame = layer.querySelector('iframe');
  panel.setAttribute('aria-label', title);
  if (widthPx > 0) panel.style.maxWidth = `${widthPx}px`;
  frame.title = title;
  frame.src = sliderUrl(path);
  const slider = { layer, frame, onClose, opener, isChanged: false, focus: document.activeElement };
  open.push(slider);
  document.body.append(layer);
  document.body.classList.add('has-slider');
  layer.querySelector('button').addEventListener('click', () => hide(slider));
  layer.addEventListener('click', (event) => event.target === layer && hide(slider));
  layer.querySelector('button').focus();
}

function hide(slider) {
  const at = open.indexOf(slider);
  if (at < 0) return;
  const below = open[at - 1]?.frame.contentWindow ?? window;
  open.splice(at, 1);
  slider.layer.remove();
  document.body.classList.toggle('has-slider', open.length > 0);
  slider.focus?.focus?.();
  slider.onClose?.();
  // The page below shows what was changed above it, unless the app stands there: a reload would throw its state away.
  if (slider.isChanged && !below.document.querySelector('.app-frame')) below.location.reload();
}

export function startSliders() {
  if (window.parent === window)
    window.portalSliders = {
      open: show,
      closeOf: (view) => open.filter(({ frame }) => frame.contentWindow === view).forEach(hide),
      closeTop: () => open.length > 0 && hide(open.at(-1)),
      noteChange: () => open.forEach((slider) => (slider.isChanged = true)),
    };
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !document.querySelector('dialog[open]'))
      window.top.portalSliders?.closeTop();
  });
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href]');
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || !opensInSlider(link, url)) return;
    event.preventDefault();
    openSlider(url.pathname + url.search, { title: link.textContent.trim() });
  });
}

/** Task cards, and in what people wrote also links to the app. */
function opensInSlider(link, url) {
  if ('slider' in link.dataset) return true;
  return (
    Boolean(link.closest('.message-text')) &&
    /^\/(marketplace\/(view|app)|.*\/tasks\/task\/view)\//.test(url.pathname)
  );
}
