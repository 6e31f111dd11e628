export { adviceRoutes } from './advice-routes.js';
export { askAbsences } from './ask-absences.js';
export { capacityRoutes } from './capacity-routes.js';
export { readReservePercent } from './office-hours.js';
export { type PersonCapacity, readCapacity } from './read-capacity.js';
export { sprintRoutes } from './sprint-routes.js';
export { closeWeeks } from './close-week.js';
export { refineSprint } from './refine-sprint.js';
