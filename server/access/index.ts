export { giveRole } from './give-role.js';
export { openSession } from './open-session.js';
export { type Action, recordAction, type RecordedAction } from './record-action.js';
export { verifySession } from './verify-session.js';
export { tellInstalled } from './tell-installed.js';
export { type RoleFacts, decideRole } from './rules/decide-role.js';
export { MEMBER_ROLES } from './visitor-view.js';
export { noteRoleChange } from './visits-store.js';
export { requireRole, visitorOf, type Visitor } from './visitor.js';
