export { boardRoutes } from './board-routes.js';
