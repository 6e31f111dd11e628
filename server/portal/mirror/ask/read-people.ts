import type { Ground } from '../../../base/ground.js';
import type { PortalRest } from '../../rest/index.js';
import { mergeReadings, noReadings, type Readings } from '../readings.js';
import { BATCH_COMMANDS, PAGE_ROWS } from '../rules/choose-pages.js';
import { chunk } from '../rules/chunk.js';
import { safeFilter } from '../rules/task-filter.js';
import { type Ask, type Asker, askTogether } from './ask-together.js';
import { authorsWithoutName } from './known-view.js';
import { parseUsers } from './parse-people.js';
import { readOffsetPages } from './read-offset-pages.js';

const USERS = { method: 'user.get', params: { sort: 'ID', order: 'ASC' } };

/**
 * Everybody of the portal, dismissed people and extranet users included. Users that the list leaves out
 * (the system user, integrators) stay as they are; authors of hours among them are asked for by id.
 */
export async function readPeople(ground: Ground, rest: PortalRest, portalId: string): Promise<Readings> {
  const asker = { rest, portalId };
  const pages = await readOffsetPages(asker, USERS);
  const users = pages.flatMap((page) => parseUsers(page.result, page.askedAt));
  const listed = new Set(users.map((user) => user.userId));
  const authors = await authorsWithoutName(ground.db, portalId);
  const others = await readUsersById(
    asker,
    authors.filter((userId) => !listed.has(userId)),
  );
  return mergeReadings({ ...noReadings(), users }, others);
}

export async function readUsersById(asker: Asker, userIds: readonly number[]): Promise<Readings> {
  const asks = chunk(userIds, PAGE_ROWS).map((ids): Ask => ({
    method: 'user.get',
    params: { FILTER: safeFilter({ ID: ids }), sort: 'ID', order: 'ASC' },
  }));
  const told = await askTogether(asker, asks.slice(0, BATCH_COMMANDS));
  const users = told.flatMap((page) => (page.answer ? parseUsers(page.answer.result, page.askedAt) : []));
  return { ...noReadings(), users };
}
