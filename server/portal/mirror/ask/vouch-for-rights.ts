import type { Ground } from '../../../base/ground.js';
import type { TaskRow } from '../keep/tasks-store.js';
import { distinctSorted } from '../rules/chunk.js';
import { type Ask, type Asker, askTogether } from './ask-together.js';
import { witnessesOf } from './known-view.js';
import { askTask } from './lists.js';
import { parseGroups, parseIsAdmin } from './parse-people.js';
import { parseTask } from './parse-task.js';

const WITNESSES = 3;

/**
 * Groups in which the token's owner was just seen to have rights: another known live task of the group could be
 * read. Only where no such task exists: an administrator who sees the group. An empty answer for a task of any
 * other group proves nothing but itself.
 */
export async function vouchForRights(
  ground: Ground,
  asker: Asker,
  absent: readonly TaskRow[],
  alreadySeen: ReadonlySet<number>,
): Promise<Set<number>> {
  const vouched = new Set<number>();
  const absentIds = new Set(absent.map((task) => task.task_id));
  const asks: { groupId: number; ask: Ask; by: 'task' | 'group' }[] = [];
  for (const groupId of distinctSorted(absent.map((task) => task.group_id))) {
    if (alreadySeen.has(groupId)) vouched.add(groupId);
    else asks.push(...(await questionsAbout(ground, asker, { groupId, except: absentIds })));
  }
  if (asks.length === 0) return vouched;
  const told = await askTogether(asker, [{ method: 'profile' }, ...asks.map((question) => question.ask)]);
  const isAdmin = parseIsAdmin(told[0]?.answer?.result);
  asks.forEach((question, index) => {
    const result = told[index + 1]?.answer?.result;
    if (result === undefined) return;
    const seen =
      question.by === 'task'
        ? parseTask(result)?.groupId === question.groupId
        : isAdmin && seesGroup(result, question.groupId);
    if (seen) vouched.add(question.groupId);
  });
  return vouched;
}

function seesGroup(result: unknown, groupId: number): boolean {
  return parseGroups(result, 0).some((group) => group.groupId === groupId);
}

async function questionsAbout(
  ground: Ground,
  asker: Asker,
  about: { groupId: number; except: ReadonlySet<number> },
): Promise<{ groupId: number; ask: Ask; by: 'task' | 'group' }[]> {
  const { groupId } = about;
  const witnesses = await witnessesOf(ground.db, asker.portalId, { ...about, limit: WITNESSES });
  if (witnesses.length > 0) {
    return witnesses.map((taskId) => ({ groupId, ask: askTask(taskId), by: 'task' }));
  }
  if (groupId === 0) return [];
  const ask = { method: 'sonet_group.get', params: { FILTER: { ID: groupId }, IS_ADMIN: 'Y' } };
  return [{ groupId, ask, by: 'group' }];
}
