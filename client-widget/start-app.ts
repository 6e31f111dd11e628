import { createHoursApi, followChanges, keepSession, openSession } from './api/index.js';
import { connectFrame, startPlace, type Bootstrap } from './frame/index.js';
import { lendTokenNowAndThen } from './lend-token.js';
import type { AppContext } from './ui/app-context.js';
import { pathParts, startRouter } from './ui/router.js';
import { showTheme } from './ui/theme.js';

/** Portal page first, then our session with the token it gives, then the place the person asked for. */
export async function startApp(bootstrap: Bootstrap): Promise<AppContext> {
  const frame = await connectFrame();
  showTheme(frame.theme);
  const page = frame.installing ? 'install' : bootstrap.page;
  const options = { ...bootstrap.placementOptions, ...frame.options };
  startRouter(startPlace({ page, placement: frame.placement, options }));
  fetchScreen();
  const keeper = keepSession((fresh) => openSession(frame, fresh));
  const api = createHoursApi(keeper);
  const session = await keeper.session();
  if (session.role !== 'client') lendTokenNowAndThen(api, frame);
  return { frame, api, session, changes: followChanges(keeper) };
}

/** The screens that are opened most come while the session is asked for. What fails here is told by the screen itself. */
function fetchScreen() {
  const [first, second] = pathParts.value;
  const screen =
    first === 'clients' && second !== undefined
      ? Promise.all([import('./ClientScreen.vue'), import('./ledger/PackageSection.vue')])
      : import('./clients/ClientsScreen.vue');
  screen.catch((error: unknown) => console.debug('The screen did not come ahead', error));
}
