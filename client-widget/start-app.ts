import { createHoursApi, followChanges, keepSession, openSession } from './api/index.js';
import { connectFrame, startPlace, type Bootstrap } from './frame/index.js';
import { lendTokenNowAndThen } from './lend-token.js';
import type { AppContext } from './ui/app-context.js';
import { startRouter } from './ui/router.js';
import { showTheme } from './ui/theme.js';

/** Portal page first, then our session with the token it gives, then the place the person asked for. */
export async function startApp(bootstrap: Bootstrap): Promise<AppContext> {
  const frame = await connectFrame();
  showTheme(frame.theme);
  const keeper = keepSession((fresh) => openSession(frame, fresh));
  const api = createHoursApi(keeper);
  const session = await keeper.session();
  if (session.role !== 'client') lendTokenNowAndThen(api, frame);
  const page = frame.installing ? 'install' : bootstrap.page;
  const options = { ...bootstrap.placementOptions, ...frame.options };
  startRouter(startPlace({ page, placement: frame.placement, options }));
  return { frame, api, session, changes: followChanges(keeper) };
}
