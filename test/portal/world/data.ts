import type { Params } from './json.js';
import type * as rows from './model.js';

/** Everything people made on the portal, indexed so that 20 000+ entries page quickly. */
export interface PortalData {
  users: Map<number, rows.User>;
  departments: Map<number, rows.Department>;
  groups: Map<number, rows.Group>;
  tasks: Map<number, rows.Task>;
  deletedTasks: Map<number, rows.Task>;
  /** Ascending by id and dense: deletion takes the row out. */
  entries: rows.TimeEntry[];
  entriesByTask: Map<number, rows.TimeEntry[]>;
  deletedEntries: rows.DeletedEntry[];
  history: Map<number, rows.HistoryRow[]>;
  comments: Map<number, rows.Comment>;
  commentsByTask: Map<number, rows.Comment[]>;
  chats: Map<number, rows.Chat>;
  messages: Map<number, rows.Message>;
  messagesByChat: Map<number, rows.Message[]>;
  files: Map<number, rows.DiskFile>;
  attachments: Map<number, rows.Attachment>;
  storages: Map<number, rows.Storage>;
  posts: rows.FeedPost[];
  notices: rows.Notice[];
  timers: Map<number, rows.Timer>;
  crm: rows.CrmItem[];
  absences: rows.Absence[];
  userOptions: Map<number, Params>;
  appOptions: Params;
  counters: Map<string, number>;
}

/** First ids differ by kind, so an id used in the wrong place finds nothing instead of something. */
const firstIds: Record<string, number> = {
  group: 11,
  task: 101,
  entry: 1001,
  comment: 3001,
  chat: 501,
  message: 30001,
  history: 16001,
  file: 9001,
  internalFile: 32001,
  attachment: 1051,
  storage: 1301,
  folder: 8801,
  post: 201,
  notice: 12001,
  topic: 1401,
  stage: 301,
  crm: 601,
  opaqueComment: 770001,
  offline: 1,
  handler: 181,
  tag: 31,
};

export function createData(): PortalData {
  return {
    users: new Map(),
    departments: new Map(),
    groups: new Map(),
    tasks: new Map(),
    deletedTasks: new Map(),
    entries: [],
    entriesByTask: new Map(),
    deletedEntries: [],
    history: new Map(),
    comments: new Map(),
    commentsByTask: new Map(),
    chats: new Map(),
    messages: new Map(),
    messagesByChat: new Map(),
    files: new Map(),
    attachments: new Map(),
    storages: new Map(),
    posts: [],
    notices: [],
    timers: new Map(),
    crm: [],
    absences: [],
    userOptions: new Map(),
    appOptions: {},
    counters: new Map(),
  };
}

export function nextId(data: PortalData, kind: string): number {
  const id = data.counters.get(kind) ?? firstIds[kind] ?? 1;
  data.counters.set(kind, id + 1);
  return id;
}

/** Index of the first entry with an id ≥ `id`. */
export function entryPosition(data: PortalData, id: number): number {
  let low = 0;
  let high = data.entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((data.entries[middle]?.id ?? Infinity) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function findEntry(data: PortalData, id: number): rows.TimeEntry | undefined {
  const entry = data.entries[entryPosition(data, id)];
  return entry?.id === id ? entry : undefined;
}

/** The array under a key, made when missing. */
export function listOf<T>(map: Map<number, T[]>, key: number): T[] {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made: T[] = [];
  map.set(key, made);
  return made;
}
