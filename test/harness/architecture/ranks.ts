/** Where a server file lives, and how high: imports go down only. */
export interface Slice {
  readonly name: string;
  readonly folder: string;
  readonly rank: number;
}

/** The command line, and the files that lie in server/ itself: app, events, schedule, main. */
const top: Slice = { name: 'the top', folder: 'server', rank: 13 };

const slices: readonly Slice[] = [
  // Plain checked values that know nothing of the server: below everything.
  { name: 'config', folder: 'config', rank: -1 },
  // The schema belongs to base/db, which applies it.
  { name: 'base', folder: 'migrations', rank: 0 },
  { name: 'base', folder: 'server/base', rank: 0 },
  { name: 'api', folder: 'server/api', rank: 0 },
  { name: 'portal/rest', folder: 'server/portal/rest', rank: 1 },
  { name: 'portal/installs', folder: 'server/portal/installs', rank: 2 },
  { name: 'portal/inbox', folder: 'server/portal/inbox', rank: 3 },
  { name: 'portal/mirror', folder: 'server/portal/mirror', rank: 3 },
  { name: 'portal/outbox', folder: 'server/portal/outbox', rank: 3 },
  { name: 'access', folder: 'server/access', rank: 4 },
  { name: 'clients', folder: 'server/clients', rank: 5 },
  { name: 'ledger', folder: 'server/ledger', rank: 6 },
  // Sells through the ledger; whoever passes work on will propose packages through it.
  { name: 'offers', folder: 'server/offers', rank: 6.5 },
  { name: 'handoffs', folder: 'server/handoffs', rank: 7 },
  { name: 'planning', folder: 'server/planning', rank: 8 },
  { name: 'board', folder: 'server/board', rank: 9 },
  // Asks for what people ask for, on behalf of the portal's automation.
  { name: 'robots', folder: 'server/robots', rank: 9 },
  { name: 'reports', folder: 'server/reports', rank: 10 },
  { name: 'alerts', folder: 'server/alerts', rank: 11 },
  // Takes everything of a portal along, or away.
  { name: 'portal-data', folder: 'server/portal-data', rank: 11.5 },
  { name: 'http', folder: 'server/http', rank: 12 },
];

/** The slice of a file of the server; undefined for a folder that has no rank. */
export function sliceOf(path: string): Slice | undefined {
  const found = slices.find(({ folder }) => path.startsWith(`${folder}/`));
  if (found) return found;
  const isTop = path.startsWith('server/cli/') || /^server\/[^/]+$/.test(path);
  return isTop ? top : undefined;
}

/** May others import this file of the slice? Base and config have a door for each of their parts, the tables one per slice. */
export function isDoor(path: string, slice: Slice): boolean {
  if (path === `${slice.folder}/index.ts`) return true;
  if (slice.name !== 'base' && slice.name !== 'config') return false;
  const inside = path.slice(slice.folder.length + 1);
  return !inside.includes('/') || /^[^/]+\/index\.ts$/.test(inside) || inside.startsWith('db/tables/');
}
