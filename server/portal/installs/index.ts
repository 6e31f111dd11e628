export { acceptUpdate } from './accept-update.js';
export { appLink, appPage } from './app-link.js';
export { type AppInfo, appInfoSchema, type Profile, profileSchema } from './app-facts.js';
export { readAskedToPost, writeAskedToPost } from './asked-to-post.js';
export { authorisePosting, keepPosting, releasePosting } from './authorise-posting.js';
export { bindManifest } from './bind-manifest.js';
export { confirmInstalled, noteAppInfo } from './confirm-installed.js';
export { confirmPosting } from './confirm-posting.js';
export { erasePortal } from './erase-store.js';
export { createInstalls, type Installs } from './installs.js';
export { keepTokensAlive } from './keep-alive.js';
export {
  holdInstalled,
  listInstalledPortals,
  listUninstalledPortals,
  lockPortal,
  type PortalRow,
  readPortal,
} from './portal-store.js';
export { probeCard, type TaskCard } from './probe-card.js';
export { type OwnToken, readOwner, readOwnToken } from './owner-view.js';
export { reauthorise } from './reauthorise.js';
export { readSetting, writeSetting } from './setting-store.js';
export { uninstall } from './uninstall.js';
export { confirmOwner, wantsAuthorisation } from './wants-authorisation.js';
export { type InstallClaim, type InstalledPortal, verifyAndStore } from './verify-and-store.js';
