export { openSession } from './open-session.js';
export { type Action, recordAction, type RecordedAction } from './record-action.js';
export { verifySession } from './verify-session.js';
export { tellInstalled } from './tell-installed.js';
export { MEMBER_ROLES } from './visitor-view.js';
export { requireRole, visitorOf, type Visitor } from './visitor.js';
