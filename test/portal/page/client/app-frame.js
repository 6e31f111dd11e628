import { choose } from './dialogs.js';
import { act } from './forms.js';
import { closeOwnSlider, openSlider } from './sliders.js';

const { document, location, window, URLSearchParams } = globalThis;

/** The portal's side of the frame protocol: strings `command:params:callback:appSid` in, `callback:json` out. */

const noReply = Symbol('no reply');
const openablePaths =
  /^\/(crm\/(deal|lead|contact|company|type)|marketplace|company\/personal\/user\/\d+|workgroups\/group\/\d+)\//;

const frames = new Map();

export function startAppFrames() {
  for (const box of document.querySelectorAll('.app-frame')) {
    const { appSid, appOrigin, placement, admin, appPath } = box.dataset;
    const iframe = box.querySelector('iframe');
    frames.set(appSid, { appSid, appOrigin, placement, appPath, iframe, isAdmin: admin === 'Y' });
    box.querySelector('form').submit();
  }
  if (frames.size > 0) window.addEventListener('message', (event) => void onMessage(event));
}

async function onMessage(event) {
  const message = readMessage(event.data);
  const frame = message && frames.get(message.appSid);
  if (!frame || event.origin !== frame.appOrigin || event.source !== frame.iframe.contentWindow) return;
  const run = Object.hasOwn(commands, message.command) ? commands[message.command] : undefined;
  if (!run) return;
  const reply = (value) => {
    const text = value === undefined ? '' : JSON.stringify(value);
    event.source.postMessage(`${message.callback}:${text}`, frame.appOrigin);
  };
  try {
    const answer = await run(frame, message.params, reply);
    if (answer !== noReply) reply(answer);
  } catch (error) {
    // The protocol has no channel for errors: the app waits, as it would on a real portal.
    console.warn(`${message.command}: ${error.message}`);
  }
}

/** JSON may hold colons itself, so the two last parts are counted from the end. Objects are not of this protocol. */
function readMessage(data) {
  if (typeof data !== 'string') return null;
  const parts = data.split(':');
  if (parts.length < 3) return null;
  const text = parts.slice(1, -2).join(':');
  return { command: parts[0], params: readParams(text), callback: parts.at(-2), appSid: parts.at(-1) };
}

function readParams(text) {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return text; // raw mode: the value itself
  }
}

const isDefault = ({ placement }) => placement === 'DEFAULT';

async function setOption(frame, kind, { name, value }) {
  await act('set-option', { appSid: frame.appSid, kind, name, value });
}

function resize({ iframe }, { width, height }) {
  if (Number(height) > 0) iframe.style.height = `${Number(height)}px`;
  if (width !== undefined) iframe.style.width = typeof width === 'number' ? `${width}px` : '100%';
  return { width: iframe.clientWidth, height: iframe.clientHeight };
}

function openApplication({ appPath }, params, reply) {
  const own = Object.entries(params).filter(([name]) => !name.startsWith('bx24_'));
  const query = new URLSearchParams(own.map(([name, value]) => [`params[${name}]`, String(value)]));
  openSlider(`${appPath}?${query}`, {
    title: params.bx24_title,
    widthPx: Number(params.bx24_width),
    onClose: () => reply(undefined),
  });
  return noReply;
}

function openPath(_frame, { path }, reply) {
  const url = new URL(path, location.origin);
  if (!openablePaths.test(path) || url.origin !== location.origin)
    return { result: 'error', errorCode: 'PATH_NOT_AVAILABLE' };
  openSlider(url.pathname + url.search, { onClose: () => reply({ result: 'close' }) });
  return noReply;
}

async function selectUser(_frame, { mult }) {
  const isMultiple = mult === true || mult === 'true';
  const { list } = await act('employees', {});
  const chosen = await choose(isMultiple ? 'Выберите сотрудников' : 'Выберите сотрудника', list, isMultiple);
  if (chosen === null) return noReply;
  return isMultiple ? chosen : chosen[0];
}

async function selectAccess(_frame, { value = [] }) {
  const { list } = await act('access-codes', {});
  const chosen = await choose(
    'Кому дать доступ',
    list.filter(({ id }) => !value.includes(id)),
    true,
  );
  return chosen ?? noReply;
}

const commands = {
  getInitData: ({ appSid }) => act('init-data', { appSid }),
  refreshAuth: ({ appSid }) => act('refresh-auth', { appSid }),
  setInstall: (_frame, params) => params,
  setInstallFinish: async ({ appSid }) => {
    const { go } = await act('install-finish', { appSid });
    location.assign(go);
    return noReply;
  },
  setAppOption: async (frame, params) => {
    if (!frame.isAdmin) return noReply;
    await setOption(frame, 'app', params);
    return params;
  },
  setUserOption: async (frame, params) => {
    await setOption(frame, 'user', params);
    return params;
  },
  resizeWindow: resize,
  setTitle: (frame, params) => {
    if (!isDefault(frame)) return noReply;
    document.getElementById('pagetitle').textContent = params.title;
    return params;
  },
  setScroll: (frame, params) => {
    if (!isDefault(frame)) return noReply;
    window.scrollTo(0, Number(params.scroll) || 0);
    return params;
  },
  reloadWindow: () => {
    location.reload();
    return noReply;
  },
  openApplication,
  closeApplication: () => {
    closeOwnSlider();
    return noReply;
  },
  openPath,
  selectUser,
  selectAccess,
  getInterface: () => ({ command: [], event: [] }),
  // No place of this portal has events of its own; a real one would stay silent too until there is one.
  placementBindEvent: () => noReply,
};
