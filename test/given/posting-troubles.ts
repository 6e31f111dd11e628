import { connect, type Db } from '../../server/base/db/index.js';
import type { OutboxHooks } from '../../server/portal/outbox/index.js';
import type { PortalRest } from '../../server/portal/rest/index.js';
import { migratedDatabaseUrl, type Dialect } from '../harness/databases.js';
import type { FaultInput } from '../portal/index.js';
import { isWriteOf, openPosting, reportOf, type Posting } from './given-posting.js';

/** `blind`: on the new card in a task whose chat the posting user may not read. */
export type Setting = 'old' | 'new' | 'blind';
export const settings: readonly Setting[] = ['old', 'new', 'blind'];

/** What happens to one write: the portal does something to the call, or our process ends at some point of it. */
export type Trouble =
  | FaultInput
  | { kind: 'dies before the call leaves' }
  | { kind: 'dies after the call ran' }
  | { kind: 'dies while storing the outcome' };

export const unclear: readonly Trouble[] = [
  { kind: 'answerLost' },
  { kind: 'halfWritten' },
  { kind: 'landLate', delayMs: 950 },
  { kind: 'landLate', delayMs: 950, mode: 'hang' },
  { kind: 'dies after the call ran' },
  { kind: 'dies while storing the outcome' },
];
export const notRun: readonly Trouble[] = [
  { kind: 'dies before the call leaves' },
  { kind: 'reset' },
  { kind: 'hang' },
  { kind: 'serverError' },
  { kind: 'html200' },
  { kind: 'html502' },
  { kind: 'queryLimit' },
  { kind: 'operationLimit' },
  { kind: 'expiredToken' },
];

/** Plays one trouble at the first send of every post in turn: report N meets it at its Nth write. */
async function play(setting: Setting, trouble: Trouble, dialect: Dialect = 'sqlite'): Promise<unknown> {
  return withPosting(setting, { dialect, seed: JSON.stringify([setting, trouble]) }, async (posting) => {
    const taskId = setting === 'blind' ? foreignTask(posting) : null;
    const writesOfOne = taskId === null ? 4 : 3;
    const reports = Array.from({ length: writesOfOne }, (_, index) => reportOf(posting, `${index}`, taskId));
    await posting.enqueue(reports.flatMap(({ posts }) => posts));
    const troubled = new Set(reports.map(({ keys }, index) => keys[index] ?? ''));
    await drainThrough(posting, trouble, troubled);
    await posting.portal.control.idle();
    const keys = reports.flatMap((report) => report.keys);
    return {
      met: troubled.size === 0,
      notOnce: keys.filter((_, index) => posting.seen(keys)[index] !== 1),
      states: [...new Set(await posting.states(keys))],
      told: [...posting.told.sent].sort().join() === [...keys].sort().join(),
      ordered: reports.every(({ keys: own }) => isInOrder(posting, own)),
    };
  });
}
const flawless = { met: true, notOnce: [], states: ['sent'], told: true, ordered: true };

/** The posting user sees the task as an administrator, but does not take part in it. */
export function foreignTask(posting: Posting): number {
  const { id } = posting.portal.control.createUser({ name: 'Вера', lastName: 'Ким' });
  return posting.portal.control.createTask({
    title: 'Отчёты',
    groupId: posting.groupId,
    createdBy: id,
    responsibleId: id,
  }).id;
}

function isInOrder(posting: Posting, keys: readonly string[]): boolean {
  const places = keys.map((key) => posting.told.sent.indexOf(key));
  return places.every((place, index) => index === 0 || place > (places[index - 1] ?? Infinity));
}

/** Drains until all is at rest; `troubled` loses each key once its trouble was met. A death begins a new drain. */
export async function drainThrough(posting: Posting, trouble: Trouble, troubled: Set<string>): Promise<void> {
  for (let lives = 0; lives < 10; lives += 1) {
    const ended = await new Promise<'at rest' | 'died'>((resolve, reject) => {
      const { rest, hooks } = withTrouble(posting, trouble, { troubled, die: () => resolve('died') });
      posting.settle(rest, hooks).then(() => resolve('at rest'), reject);
    });
    if (ended === 'at rest') return;
  }
}

function withTrouble(
  posting: Posting,
  trouble: Trouble,
  { troubled, die }: { troubled: Set<string>; die: () => void },
): { rest: PortalRest; hooks: OutboxHooks } {
  let dead = false;
  /** A process that ended does nothing more. */
  const end = <T>(): Promise<T> => {
    dead = true;
    die();
    return new Promise<T>(() => undefined);
  };
  const rest: PortalRest = {
    ...posting.rest,
    call: async (call) => {
      if (dead) return end();
      const key = [...troubled].find((one) => isWriteOf(call, one, posting.portal));
      if (key === undefined) return posting.rest.call(call);
      if (trouble.kind === 'dies while storing the outcome') return posting.rest.call(call);
      troubled.delete(key);
      if (trouble.kind === 'dies before the call leaves') return end();
      if (trouble.kind === 'dies after the call ran') return posting.rest.call(call).then(() => end());
      posting.portal.control.addFault({ ...trouble, methods: [call.method], times: 1 });
      return posting.rest.call(call);
    },
  };
  const hooks: OutboxHooks = {
    ...posting.hooks,
    onSent: async (tx, row, result) => {
      if (trouble.kind === 'dies while storing the outcome' && troubled.delete(row.key))
        throw new Error('the process ends');
      await posting.hooks.onSent(tx, row, result);
    },
  };
  return { rest, hooks };
}

export async function withPosting<T>(
  setting: Setting,
  options: { dialect?: Dialect; seed: string; countsAuth?: boolean },
  work: (posting: Posting, db: Db) => Promise<T>,
): Promise<T> {
  const db = connect(await migratedDatabaseUrl(options.dialect ?? 'sqlite'));
  const posting = await openPosting(db, { ...options, card: setting === 'old' ? 'old' : 'new' });
  try {
    return await work(posting, db);
  } finally {
    await posting.stop();
    await db.destroy();
  }
}

/** All at once: every one waits out the settling time, which costs nothing. */
export async function playAll(
  setting: Setting,
  troubles: readonly Trouble[],
  dialect?: Dialect,
): Promise<Record<string, unknown>> {
  const played = await Promise.all(
    troubles.map(
      async (trouble) => [JSON.stringify(trouble), await play(setting, trouble, dialect)] as const,
    ),
  );
  return Object.fromEntries(played);
}
export const allFlawless = (troubles: readonly Trouble[]): Record<string, unknown> =>
  Object.fromEntries(troubles.map((trouble) => [JSON.stringify(trouble), flawless]));

export function isFault(trouble: Trouble): trouble is FaultInput {
  return !trouble.kind.startsWith('dies');
}
