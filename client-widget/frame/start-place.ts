/** Where the app opens: decided by the page, the placement and what a deep link carried. */
export interface StartRequest {
  page: 'app' | 'install';
  placement: string;
  options: Record<string, unknown>;
}

/** Returns a route path. Values of placement options are strings; anything else is ignored. */
export function startPlace(request: StartRequest): string {
  if (request.page === 'install') return '/install';
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
function placeOfAll(view: unknown): string {
  const known = ['health', 'alerts', 'settings', 'sprint', 'capacity'];
  return typeof view === 'string' && known.includes(view) ? `/${view}` : '/clients';
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
