export * from './basics.js';
export * from './clients.js';
export * from './ledger.js';
export * from './portal.js';
export * from './problem.js';
export * from './reports.js';
export * from './session.js';
