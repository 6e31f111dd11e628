import type { SaveWorkRules, WorkRulesPreview, WorkRulesView } from '../api/index.js';
import type { DbOrTx } from '../base/db/index.js';
import { type Terms, defaultTerms } from '../base/terms.js';
import { readClients, readGroupOwners } from './clients-view.js';
import { type TaskWork, type WorkRule, workOfTask } from './rules/resolve-work.js';
import { readWorkMarks } from './work-marks-store.js';
import { readWorkRules } from './work-rules-store.js';
import { tagReader } from './work-type-of-tags.js';

const EXAMPLES = 20;

/** The rules in their order, and what may be chosen in them. */
export async function readWorkRulesView(db: DbOrTx, portalId: string): Promise<WorkRulesView> {
  const clients = await readClients(db, portalId);
  return {
    rules: await readWorkRules(db, portalId),
    workTypes: await readWorkTypes(db, portalId),
    clients: clients.map((client) => ({ clientId: client.client_id, name: client.name })),
  };
}

/** Work types of the built-in terms, of the portal's and of every client's, whatever day they are of. */
export async function readWorkTypes(db: DbOrTx, portalId: string): Promise<string[]> {
  const rows = await db.selectFrom('terms').select('body').where('portal_id', '=', portalId).execute();
  const named = rows.flatMap(({ body }) => Object.keys((JSON.parse(body) as Partial<Terms>).workTypes ?? {}));
  return [...new Set([...Object.keys(defaultTerms.workTypes), ...named])];
}

/** Which tasks of clients another list of rules would give another work type. Marked tasks keep theirs. */
export async function previewWorkRules(
  db: DbOrTx,
  portalId: string,
  drafts: SaveWorkRules['rules'],
): Promise<WorkRulesPreview> {
  const now = await readWorkRules(db, portalId);
  const then: WorkRule[] = drafts.map((draft, index) => ({ ...draft, ruleId: draft.ruleId ?? -index }));
  const typeOfTag = tagReader(await readWorkTypes(db, portalId));
  const names = new Map((await readClients(db, portalId)).map((client) => [client.client_id, client.name]));
  const preview: WorkRulesPreview = { tasks: 0, examples: [] };
  for (const { taskId, title, tags, clientId } of await readTasksOfClients(db, portalId)) {
    const task = { title, tags };
    const was = typeIn(workOfTask(task, clientId, now, typeOfTag));
    const will = typeIn(workOfTask(task, clientId, then, typeOfTag));
    if (was === will) continue;
    preview.tasks += 1;
    if (preview.examples.length >= EXAMPLES) continue;
    preview.examples.push({ taskId, title, client: names.get(clientId) ?? '', was, now: will });
  }
  return preview;
}

function typeIn(work: TaskWork): string | null {
  return work.workType?.value ?? null;
}

async function readTasksOfClients(
  db: DbOrTx,
  portalId: string,
): Promise<{ taskId: number; title: string; tags: string[]; clientId: number }[]> {
  const owners = await readGroupOwners(db, portalId);
  const marks = await readWorkMarks(db, portalId);
  const rows = await db
    .selectFrom('tasks')
    .select(['task_id', 'group_id', 'title', 'tags'])
    .where('portal_id', '=', portalId)
    .where('state', '=', 'live')
    .orderBy('task_id', 'desc')
    .execute();
  return rows.flatMap((row) => {
    const clientId = owners.get(row.group_id);
    const isMarked = (marks.get(`${row.task_id}:0`)?.workType ?? null) !== null;
    if (clientId === undefined || isMarked) return [];
    return [{ taskId: row.task_id, title: row.title, tags: JSON.parse(row.tags) as string[], clientId }];
  });
}
