import type { DbOrTx } from '../base/db/index.js';
import type { LineTexts } from './append-posting.js';

const IDS_A_QUERY = 5000;

/** Names as the mirror knows them now, by entry: they are stored with the line, erasable. None where they were erased. */
export async function readLineTexts(
  db: DbOrTx,
  portalId: string,
  lines: readonly { entryId: number | null }[],
): Promise<Map<number, Omit<LineTexts, 'comment'>>> {
  const ids = [...new Set(lines.flatMap((line) => (line.entryId === null ? [] : [line.entryId])))];
  const texts = new Map<number, Omit<LineTexts, 'comment'>>();
  for (let at = 0; at < ids.length; at += IDS_A_QUERY) {
    const rows = await readSome(db, portalId, ids.slice(at, at + IDS_A_QUERY));
    for (const row of rows) {
      texts.set(row.entry_id, {
        person: row.name ?? `#${row.user_id}`,
        taskTitle: row.title ?? `#${row.task_id}`,
      });
    }
  }
  return texts;
}

async function readSome(
  db: DbOrTx,
  portalId: string,
  entryIds: number[],
): Promise<
  { entry_id: number; user_id: number; task_id: number; name: string | null; title: string | null }[]
> {
  return db
    .selectFrom('time_entries as entry')
    .leftJoin('users as person', (join) =>
      join.onRef('person.portal_id', '=', 'entry.portal_id').onRef('person.user_id', '=', 'entry.user_id'),
    )
    .leftJoin('tasks as task', (join) =>
      join.onRef('task.portal_id', '=', 'entry.portal_id').onRef('task.task_id', '=', 'entry.task_id'),
    )
    .select(['entry.entry_id', 'entry.user_id', 'entry.task_id', 'person.name', 'task.title'])
    .where('entry.portal_id', '=', portalId)
    .where('entry.entry_id', 'in', entryIds)
    .where('entry.comment_erased_at', 'is', null)
    .execute();
}
