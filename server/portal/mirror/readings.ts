import type { EntryFacts, GroupChange, TaskFacts } from './rules/facts.js';

export type { EntryFacts, GroupChange, TaskFacts };

/** What the portal told us, as plain data. Network makes readings; `keep/` writes them; nothing else passes between. */

export interface TaskReading {
  taskId: number;
  /** When the answer was requested: it replaces or removes only what was last seen before. */
  askedAt: number;
  /** null = the platform answered `[]`, twice: not visible, perhaps gone. */
  facts: TaskFacts | null;
  /** Only with `facts: null`: in the same sweep the token's owner was seen to have rights in the task's group. */
  rightsConfirmed: boolean;
  /** Group changes since we knew the task; null = history not read (then a changed group is not believed). */
  moves: GroupChange[] | null;
  /** Every time entry of the task; null = not read. */
  entries: EntryFacts[] | null;
}

/** An entry met in a portal-wide list: its absence from such a list proves nothing. */
export interface EntryReading {
  askedAt: number;
  facts: EntryFacts;
}

export interface UserReading {
  userId: number;
  name: string;
  userType: 'employee' | 'extranet' | 'email' | 'unknown';
  active: boolean;
  workPosition: string;
  timeZone: string;
  askedAt: number;
}

export interface GroupReading {
  groupId: number;
  name: string;
  isExtranet: boolean;
  closed: boolean;
  askedAt: number;
}

/** All active members of a group. */
export interface MembersReading {
  groupId: number;
  members: { userId: number; role: string }[];
  askedAt: number;
}

export interface Readings {
  tasks: TaskReading[];
  entries: EntryReading[];
  /** Entries seen unchanged: only when they were last seen moves on. */
  seen: { askedAt: number; entryIds: number[] }[];
  users: UserReading[];
  groups: GroupReading[];
  members: MembersReading[];
  /** Set when a complete list of groups was read by an administrator: the others are gone. */
  allGroupsAskedAt: number | null;
  /** Marks that move with the readings, in the same transaction. */
  cursors: CursorMove[];
}

export interface CursorMove {
  name: CursorName;
  value: number;
}

/**
 * `entries-tail`: last entry id read; `first-tasks`: last task id of the first mirror; `first-mirror`: 1 = done;
 * `tail-poll`, `sweep`, `night`: when (epoch ms) the last one was asked.
 */
export type CursorName = 'entries-tail' | 'first-tasks' | 'first-mirror' | 'tail-poll' | 'sweep' | 'night';

export function noReadings(): Readings {
  return {
    tasks: [],
    entries: [],
    seen: [],
    users: [],
    groups: [],
    members: [],
    allGroupsAskedAt: null,
    cursors: [],
  };
}

export function mergeReadings(...parts: Readings[]): Readings {
  return {
    tasks: parts.flatMap((part) => part.tasks),
    entries: parts.flatMap((part) => part.entries),
    seen: parts.flatMap((part) => part.seen),
    users: parts.flatMap((part) => part.users),
    groups: parts.flatMap((part) => part.groups),
    members: parts.flatMap((part) => part.members),
    allGroupsAskedAt: parts.reduce<number | null>((found, part) => found ?? part.allGroupsAskedAt, null),
    cursors: parts.flatMap((part) => part.cursors),
  };
}
