export { readApprovedPoints } from './approved-points-view.js';
export { estimatesRoutes } from './estimates-routes.js';
export { handoffsRoutes } from './handoffs-routes.js';
export { requestEstimate } from './request-estimate.js';
export { watchEstimates } from './watch-estimates.js';
export { noteLinkedTask, readClientsOfLinked, watchHandoffs } from './watch-handoffs.js';
