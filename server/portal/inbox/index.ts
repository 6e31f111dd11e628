export { acceptFact, acceptFacts } from './accept-facts.js';
export { drainInbox, drainInboxBySubject, isInboxDue, type DrainRequest } from './drain-inbox.js';
export { createGroupCommit, type GroupCommit } from './group-commit.js';
export type { InboxFact, InboxRow } from './inbox-fact.js';
export { countInbox, listParked, type InboxCounts, type ParkedRow } from './inbox-view.js';
export { replayParked } from './replay-parked.js';
export { ackRow } from './settle-row.js';
