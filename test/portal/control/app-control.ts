import { type Robot, type RobotRun, runRobot } from '../acts/robots.js';
import { initData, openApp, pageOf, refreshPage, type OpenedApp, type OpenRequest } from '../app/open-app.js';
import {
  installApp,
  installFinish,
  setPayment,
  uninstallApp,
  updateApp,
  type InstallRequest,
  type UpdateRequest,
} from '../app/lifecycle.js';
import type { EventBinding, PlacementBinding } from '../app/app-state.js';
import { expireAccess } from '../oauth/tokens.js';
import type { Json, Params } from '../world/json.js';
import type { AppRegistration } from '../world/settings.js';
import type { World } from '../world/world.js';
import { userBy } from './find.js';

export interface AppView {
  registration: AppRegistration;
  state: 'absent' | 'installing' | 'installed';
  applicationToken: string;
  bindings: EventBinding[];
  placements: PlacementBinding[];
  openPages: number;
}

/** The app on this portal, and everything a portal page (or a test in its place) needs to show it. */
export function appControl(world: World) {
  return {
    /** The app card: addresses, keys, scopes. Only what is given changes. */
    registerApp: (changes: Partial<AppRegistration>): AppRegistration =>
      Object.assign(world.settings.app, changes),
    installApp: (request: InstallRequest): OpenedApp => installApp(world, request),
    installFinish: ({ userId }: { userId: number }): void => installFinish(world, userId),
    updateApp: (request: UpdateRequest = {}): void => updateApp(world, request),
    uninstallApp: ({ clean = false }: { clean?: boolean } = {}): void => uninstallApp(world, clean),
    openApp: (request: OpenRequest): OpenedApp => openApp(world, request),
    getInitData: ({ appSid }: { appSid: string }): Params => initData(world, appSid),
    refreshAuth: ({ appSid }: { appSid: string }): Params => refreshPage(world, appSid),
    /** Frame commands setAppOption (administrators) and setUserOption; returns all options of that kind. */
    setOption: ({
      appSid,
      kind,
      name,
      value,
    }: {
      appSid: string;
      kind: 'app' | 'user';
      name: string;
      value: Json;
    }): Params | null => {
      const { userId } = pageOf(world, appSid);
      if (kind === 'app') {
        if (!userBy(world, userId).admin) return null;
        world.data.appOptions[name] = value;
        return { ...world.data.appOptions };
      }
      const own = world.data.userOptions.get(userId) ?? {};
      own[name] = value;
      world.data.userOptions.set(userId, own);
      return { ...own };
    },
    /** Makes access tokens expire now: of one user, or all. Returns how many. */
    expireTokens: ({ userId }: { userId?: number } = {}): { expired: number } => ({
      expired: expireAccess(world, (pair) => userId === undefined || pair.userId === userId),
    }),
    /** Makes refresh tokens useless, as after 180 idle days. */
    killRefreshTokens: ({ userId }: { userId?: number } = {}): void => {
      for (const pair of world.app.refresh.values())
        if (userId === undefined || pair.userId === userId) pair.refreshExpiresAt = 0;
    },
    /** Automation of a task (or of the named document) comes to a robot of the app. */
    runRobot: (run: Parameters<typeof runRobot>[1]): RobotRun => runRobot(world, run),
    robotRuns: (): RobotRun[] => [...world.app.robotRuns.values()],
    robots: (): Robot[] => [...world.app.robots.values()],
    /** As if somebody cleaned up on the portal. */
    loseRobot: (code: string) => world.app.robots.delete(code),
    setPaymentExpired: ({ expired }: { expired: boolean }): void => setPayment(world, expired),
    /** Events stop while the app is switched off. */
    setAppActive: ({ active }: { active: boolean }): void => {
      world.app.active = active;
    },
    app: (): AppView => ({
      registration: world.settings.app,
      state: world.app.state,
      applicationToken: world.app.applicationToken,
      bindings: world.app.bindings,
      placements: world.app.placements,
      openPages: world.app.pages.size,
    }),
  };
}
