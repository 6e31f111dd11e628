import type { Router } from 'express';
import type { GroupCommit } from '../portal/inbox/index.js';
import type { Installs } from '../portal/installs/index.js';
import type { PortalRest } from '../portal/rest/index.js';

/** What the doors open to. */
export interface HttpParts {
  /** Mounted under /api/v1 after authentication; `res.locals.visitor` is set. */
  routers: readonly Router[];
  installs: Installs;
  rest: PortalRest;
  groupCommit: GroupCommit;
  /** Folder of the built widget (index.html, assets/). */
  widgetDir: string;
}
