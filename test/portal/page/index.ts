export { portalPage } from './portal-page.js';
