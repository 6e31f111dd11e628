export { lockClient, setPosition, setReportTask, type ClientRecord } from './client-store.js';
export {
  readClient,
  readClientContacts,
  readClients,
  readGroupOwners,
  readGroupsByClient,
  readGroupsOfClient,
  readGroupsWithOwners,
  readReportTaskIds,
  readWatchedGroups,
} from './clients-view.js';
export { calendarRoutes } from './calendar-routes.js';
export { readCalendarDays, readWorkCalendar } from './calendar-store.js';
export { readClientsByCompany, setCompany } from './company-store.js';
export { archiveClient } from './archive-client.js';
export { type ClientChange, changeClient } from './change-client.js';
export { readClientEdit } from './client-edit-view.js';
export { createClient } from './create-client.js';
export { listForClients } from './list-for-clients.js';
export { readGroupHolders, readLeftGroups } from './tenures-store.js';
export { undoClientChange } from './undo-client-change.js';
export { readManagersToTell } from './managers-view.js';
export { mayManage, reachableClients, requireKeeper, requireManage, requireRead } from './reach-view.js';
export { setTerms } from './set-terms.js';
export { WHOLE_PORTAL, readChangedTerms, readTermsToday, readTermsVersions } from './terms-store.js';
export { readTermsView } from './terms-view.js';
export type { WorkMark } from './rules/resolve-work.js';
export { readUrgencies, type TaskUrgency } from './urgency-of-tasks-view.js';
export { readWorkOfClient } from './work-of-client-view.js';
export { readWorkRulesByIds } from './work-rules-store.js';
export { type MarkedThing, insertWorkMark, markKey, readWorkMarks } from './work-marks-store.js';
export { workRulesRoutes } from './work-rules-routes.js';
export { readWorkTypes } from './work-rules-view.js';
