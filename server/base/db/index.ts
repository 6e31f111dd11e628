export { connect, migrate, type Db, type DbOrTx, type Tx } from './connect.js';
export { isPostgres, unionOfTextArrays } from './dialect.js';
export type { Row, Tables } from './tables/index.js';
export { type DumpRecord, dumpDatabase, isEmptyDatabase, loadRows } from './dump.js';
