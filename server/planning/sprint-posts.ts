import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { type Language, languageOf } from '../base/i18n/index.js';
import type { ClientRecord } from '../clients/index.js';
import { enqueuePost } from '../portal/outbox/index.js';
import type { TaskMove } from './rules/plan-model.js';
import { placesOf } from './rules/plan-moves.js';
import type { PlanPart } from './rules/plan-model.js';
import { clientText, taskText, type ToldTask } from './sprint-texts.js';
import type { WeekFacts } from './read-week-facts.js';

/** Puts a comment into the client's report task; where reports live is not ours to know. */
export type TellClient = (
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  client: ClientRecord,
  comment: { key: string; text: string; language: Language; afterKey?: string },
) => Promise<void>;

export interface SprintPost {
  key: string;
  /** Null = the client's report task. */
  taskId: number | null;
  clientId: number;
  title: string;
  text: string;
  language: Language;
  /** Does not leave before that one was sent. */
  afterKey?: string;
}

export interface PostedWeek {
  facts: WeekFacts;
  parts: readonly PlanPart[];
  moves: readonly TaskMove[];
  /** Of the publication that is posted. */
  revision: number;
  names: ReadonlyMap<number, string>;
  portalLanguage: string | null | undefined;
}

/** What a publication posts: to each task that is new or moved, and to each client whose week changed. */
export function postsOf(week: PostedWeek): SprintPost[] {
  const { facts, parts, revision, names } = week;
  const tasks = new Map(facts.tasks.map((task) => [task.taskId, task]));
  const performer = (userId: number): string => names.get(userId) ?? `#${userId}`;
  const places = placesOf(parts);
  const key = `sprint:${facts.weekOn}:r${revision}`;
  const told = week.moves.flatMap((move) => {
    const task = tasks.get(move.taskId);
    return task ? [{ move, task }] : [];
  });
  const toTasks = told.map(({ move, task }): SprintPost => {
    const language = languageFor(week, task.clientId);
    const text = taskText(move, performer, language);
    const { taskId, clientId, title } = task;
    return { key: `${key}:task-${taskId}`, taskId, clientId, title, text, language };
  });
  const clientIds = [...new Set(told.map(({ task }) => task.clientId))].sort((a, b) => a - b);
  const toClients = clientIds.map((clientId): SprintPost => {
    const language = languageFor(week, clientId);
    const own = facts.tasks.filter((task) => task.clientId === clientId);
    const lines = own.flatMap((task): ToldTask[] => {
      const place = places.get(task.taskId);
      if (!place) return [];
      const seconds = parts
        .filter((part) => part.taskId === task.taskId)
        .reduce((sum, part) => sum + part.seconds, 0);
      return [{ title: task.title, performer: performer(place.userId), place, seconds }];
    });
    lines.sort((a, b) => (a.place.finishDay < b.place.finishDay ? -1 : 1));
    const dropped = told.flatMap(({ move, task }) =>
      move.after === null && task.clientId === clientId ? [task.title] : [],
    );
    const summary = { weekOn: facts.weekOn, isChanged: revision > 1, tasks: lines, dropped };
    const title = facts.clients.get(clientId)?.name ?? '';
    const text = clientText(summary, language);
    return { key: `${key}:client-${clientId}`, taskId: null, clientId, title, text, language };
  });
  return [...toTasks, ...toClients];
}

/** The language a client's texts are in. */
export function languageFor(
  { facts, portalLanguage }: Pick<PostedWeek, 'facts' | 'portalLanguage'>,
  clientId: number,
): Language {
  const chosen = facts.clients.get(clientId)?.terms.report.language ?? 'portal';
  return chosen === 'portal' ? languageOf(portalLanguage) : chosen;
}

/** Queues them, each once: their keys name them for ever. */
export async function queuePosts(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  of: { facts: WeekFacts; tellClient: TellClient },
  posts: readonly SprintPost[],
): Promise<void> {
  const { portalId } = of.facts;
  for (const { key, taskId, clientId, text, language, afterKey } of posts) {
    const client = of.facts.clients.get(clientId)?.record;
    const after = afterKey === undefined ? {} : { afterKey };
    if (taskId !== null) {
      const payload = { taskId, taskFromKey: null, text };
      await enqueuePost(tx, ground, { portalId, clientId, kind: 'comment', key, payload, ...after });
    } else if (client) await of.tellClient(tx, ground, client, { key, text, language, ...after });
  }
}
