export { alertsRoutes } from './alerts-routes.js';
export { readAlertMarks } from './alerts-view.js';
export { raiseAlerts } from './raise-alerts.js';
export { reviewAlerts, watchAlerts } from './watch-portal.js';
export { watchTokens } from './watch-tokens.js';
