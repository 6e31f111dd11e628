/** Hours that are no longer where they were. Nothing is removed until somebody believes it. */
export interface Vanished {
  taskId: number;
  /** Group the hours count for. */
  groupId: number;
  entryIds: number[];
  seconds: number;
  why: 'task-deleted' | 'task-out-of-sight' | 'entries-absent';
}

/** What a write to the mirror changed: the plot tells those above. */
export interface MirrorChange {
  /** Groups whose hours may have changed, old and new ones. */
  groupIds: number[];
  taskIds: number[];
  entryIds: number[];
  vanished: Vanished[];
  /** Ids of task moves that were noticed just now and wait for a decision. */
  moves: string[];
  /** Tasks whose tags or priority are not what they were. */
  restated: Restated[];
}

export interface Restated {
  taskId: number;
  /** Null = the task, or its texts, are new to us. */
  before: { tags: string; priority: number } | null;
}

/** Collects a change while it happens. */
export interface ChangeBook {
  groupIds: Set<number>;
  taskIds: Set<number>;
  entryIds: Set<number>;
  vanished: Vanished[];
  moves: Set<string>;
  restated: Map<number, Restated['before']>;
}

export function openBook(): ChangeBook {
  return {
    ...{ groupIds: new Set(), taskIds: new Set(), entryIds: new Set(), vanished: [], moves: new Set() },
    restated: new Map(),
  };
}

export function closeBook(book: ChangeBook): MirrorChange {
  return {
    groupIds: [...book.groupIds],
    taskIds: [...book.taskIds],
    entryIds: [...book.entryIds],
    vanished: book.vanished,
    moves: [...book.moves],
    restated: [...book.restated].map(([taskId, before]) => ({ taskId, before })),
  };
}

export function noChange(): MirrorChange {
  return closeBook(openBook());
}

export function mergeChanges(...changes: MirrorChange[]): MirrorChange {
  return {
    groupIds: [...new Set(changes.flatMap((change) => change.groupIds))],
    taskIds: [...new Set(changes.flatMap((change) => change.taskIds))],
    entryIds: [...new Set(changes.flatMap((change) => change.entryIds))],
    vanished: changes.flatMap((change) => change.vanished),
    moves: [...new Set(changes.flatMap((change) => change.moves))],
    restated: changes.flatMap((change) => change.restated),
  };
}
