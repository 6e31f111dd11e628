import { loadConfig } from '../../config/index.js';
import type { Clock } from '../../server/base/clock.js';
import type { Db } from '../../server/base/db/index.js';
import type { Ground } from '../../server/base/ground.js';
import { createLog } from '../../server/base/log.js';
import { noReadings, type Readings, type TaskReading } from '../../server/portal/mirror/readings.js';
import type { EntryFacts, TaskFacts } from '../../server/portal/mirror/rules/facts.js';

export interface HandClock extends Clock {
  at: number;
}

/** A clock that stands until it is moved. */
export function handClock(at: number): HandClock {
  const clock: HandClock = { at, now: () => clock.at };
  return clock;
}

export function givenGround(db: Db, clock: Clock, env: Record<string, string> = {}): Ground {
  const config = loadConfig({
    PUBLIC_URL: 'https://hours.example.com',
    B24_CLIENT_ID: 'app.1',
    B24_CLIENT_SECRET: 'a-secret-of-the-tests',
    TOKEN_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
    LOG_LEVEL: 'silent',
    ...env,
  });
  return { db, clock, config, log: createLog('silent') };
}

export function entryFacts(entryId: number, change: Partial<EntryFacts> = {}): EntryFacts {
  return {
    ...{ entryId, taskId: 1, userId: 5, seconds: 600, comment: `работа ${String(entryId)}` },
    ...{ workedAt: 1_000 + entryId, madeAt: 1_000 + entryId, source: 2, ...change },
  };
}

export function taskFacts(taskId: number, change: Partial<TaskFacts> = {}): TaskFacts {
  return {
    ...{ taskId, groupId: 10, title: `Задача ${String(taskId)}`, status: 3, priority: 1, responsibleId: 5 },
    ...{ createdBy: 1, parentId: null, deadlineAt: null, createdAt: 500, closedAt: null },
    ...{ estimateSeconds: 0, spentSeconds: 0, tags: [], chatId: null, ...change },
  };
}

/** A whole reading of one task; `facts: null` = it could not be read. */
export function taskReading(askedAt: number, change: Partial<TaskReading> & { taskId: number }): TaskReading {
  return {
    ...{ askedAt, facts: taskFacts(change.taskId), rightsConfirmed: false, moves: null, entries: null },
    ...change,
  };
}

export function readingOf(...tasks: TaskReading[]): Readings {
  return { ...noReadings(), tasks };
}
