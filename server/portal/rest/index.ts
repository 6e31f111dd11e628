export { REFRESH_TIME_LIMIT_MS, type RefreshAnswer, refreshAtAuthServer } from './auth-server.js';
export { flawOfLink } from './comment-link.js';
export { checkEndpoint, chooseAuthHost } from './endpoint.js';
export {
  b,
  type Block,
  type Card,
  codeBlock,
  escapeBb,
  escapeLine,
  lengthOf,
  PART_LIMIT,
  renderBlock,
  splitParts,
  table,
  type TableBlock,
} from './markup.js';
export { type PortalClock, portalClock } from './portal-clock.js';
export { createPortalRest } from './portal-rest.js';
export { refreshStored } from './refresh-stored.js';
export { pruneRestCalls } from './rest-call-store.js';
export { pruneRestUse, readRestUse, type RestUse } from './rest-use-store.js';
export { RestError, type RestOutcome } from './rest-error.js';
export type {
  BatchCommands,
  BatchItem,
  PortalRest,
  Purpose,
  RestAnswer,
  RestAuthority,
  RestBatch,
  RestCall,
  RestLimits,
  StoredTokens,
  Urgency,
  VisitorBatch,
} from './types.js';
