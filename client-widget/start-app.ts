import { createHoursApi, followChanges, keepSession, openSession } from './api/index.js';
import { startPlace, type Bootstrap, type PortalFrame } from './frame/index.js';
import { lendTokenNowAndThen } from './lend-token.js';
import type { AppContext } from './ui/app-context.js';
import { startRouter } from './ui/router.js';
import { showTheme } from './ui/theme.js';

/** Portal page first, then our session with the token it gives, then the place the person asked for. */
export async function startApp(bootstrap: Bootstrap, connecting: Promise<PortalFrame>): Promise<AppContext> {
  const frame = await connecting;
  showTheme(frame.theme);
  const page = frame.installing ? 'install' : bootstrap.page;
  const options = { ...bootstrap.placementOptions, ...frame.options };
  startRouter(startPlace({ page, placement: frame.placement, options }));
  const keeper = keepSession((fresh) => openSession(frame, fresh));
  const api = createHoursApi(keeper);
  const session = await keeper.session();
  if (session.role !== 'client') lendTokenNowAndThen(api, frame);
  return { frame, api, session, changes: followChanges(keeper) };
}

/**
 * The screens that are opened most come while the portal page and our server are asked: the place is what the page was
 * posted with, or what a reload left. What fails here is told by the screen itself.
 */
export function fetchScreen({ page, placement, placementOptions }: Bootstrap) {
  const start = startPlace({ page, placement, options: placementOptions });
  const place = location.hash.startsWith('#/') ? location.hash.slice(1) : start;
  const [first, second] = (place.split('?')[0] ?? '').split('/').filter(Boolean);
  const screen = () => {
    if (first === 'board') return import('./board/BoardScreen.vue');
    if (first !== 'clients') return Promise.resolve();
    return second === undefined
      ? import('./clients/ClientsScreen.vue')
      : Promise.all([import('./ClientScreen.vue'), import('./ledger/PackageSection.vue')]);
  };
  screen().catch((error: unknown) => console.debug('The screen did not come ahead', error));
}
