/** Where the app opens: decided by the page, the placement and what a deep link carried. */
export interface StartRequest {
  page: 'app' | 'install';
  placement: string;
  options: Record<string, unknown>;
}

/** Returns a route path. Values of placement options are strings; anything else is ignored. */
export function startPlace(request: StartRequest): string {
  if (request.page === 'install') return '/install';
  const shared = sharedPlace(request.options['place']);
  if (shared !== null) return shared;
  const group = idOf(request.options['GROUP_ID']);
  if (request.placement.startsWith('SONET_GROUP') && group !== null) return `/groups/${group}`;
  if (request.options['view'] === 'board') return placeOnBoard(request.options['card']);
  const task = idOf(request.options[request.placement.startsWith('TASK_VIEW') ? 'taskId' : 'task']);
  if (task !== null) return `/tasks/${task}`;
  const client = idOf(request.options['client']);
  if (client === null) return placeOfAll(request.options['view']);
  return `/clients/${client}${section(request.options)}`;
}

/** Screens that show every client at once. */
const screensOfAll = ['health', 'alerts', 'settings', 'sprint', 'capacity', 'handoffs'];

function placeOfAll(view: unknown): string {
  return typeof view === 'string' && screensOfAll.includes(view) ? `/${view}` : '/clients';
}

const longestPlace = 1_000;
const sharedScreens = [...screensOfAll, 'clients', 'tasks', 'board', 'sample-report'];

/** What a colleague saw, with its order and filters, as `sharedLink` wrote it; null for anything else. */
function sharedPlace(place: unknown): string | null {
  if (typeof place !== 'string' || place.length > longestPlace) return null;
  const [, screen = ''] = /^\/([a-z-]+)(?:[/?][^#\s]*)?$/.exec(place) ?? [];
  return sharedScreens.includes(screen) ? place : null;
}

/**
 * The address that opens the app at a place for whoever follows it, with all that the place says of order and filters.
 * `page` comes with the session. Source: rest-facts, placement REST_APP_URI.
 */
export function sharedLink(page: string, place: string): string {
  return `${page}?params%5Bplace%5D=${encodeURIComponent(place)}`;
}

/** The board, or one card of it. */
function placeOnBoard(card: unknown): string {
  const taskId = idOf(card);
  return taskId === null ? '/board' : `/board?card=${taskId}`;
}

const sections = ['packages', 'ledger', 'reports', 'sprint', 'schedule', 'terms', 'alerts'];

function section(options: Record<string, unknown>): string {
  const report = options['report'];
  if (typeof report === 'string' && /^[\w-]{1,64}$/.test(report)) return `/reports/${report}`;
  const view = options['view'];
  return typeof view === 'string' && sections.includes(view) ? `/${view}` : '';
}

function idOf(value: unknown): number | null {
  const id = Number(value);
  return Number.isSafeInteger(id) && id > 0 ? id : null;
}
