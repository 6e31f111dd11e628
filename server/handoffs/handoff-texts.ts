import { formatDuration } from '../base/durations.js';
import { b, escapeBb, escapeLine } from '../portal/rest/index.js';
import type { HandoffRow } from './handoffs-store.js';
import type { SourceText } from './read-source.js';
import { type Teller, taskLink } from './tell.js';

interface TaskNamed {
  taskId: number;
  groupId: number;
  title: string;
}

const QUOTED_AT_MOST = 8_000;

/** What the receiving side reads in its task: what it is about, where it comes from, what the source says. */
export function descriptionOf(
  { portal, texts }: Teller,
  handed: Pick<HandoffRow, 'way' | 'note'>,
  from: { task: TaskNamed; client: string; who: string; source: SourceText },
): string {
  const { description, files } = from.source;
  const link = taskLink(portal, from.task);
  const parts = [
    escapeBb(handed.note),
    texts(`handoff.from.${handed.way}`, {
      task: link,
      client: escapeLine(from.client),
      who: escapeLine(from.who),
    }),
  ];
  if (description.trim() !== '')
    parts.push(
      `${texts('handoff.sourceSays')}\n[quote]${description.trim().slice(0, QUOTED_AT_MOST)}[/quote]`,
    );
  if (files.length > 0)
    parts.push(texts('handoff.files', { names: files.map((file) => escapeLine(file.name)).join(', ') }));
  return parts.join('\n\n');
}

/** In the task that was handed over, once its linked task is there. */
export function handedText({ portal, texts }: Teller, row: HandoffRow, linkedTaskId: number): string {
  const link = taskLink(portal, { taskId: linkedTaskId, groupId: row.group_id, title: row.title });
  return `${b(texts(`handoff.handed.${row.way}`))}\n${texts('handoff.linked', { task: link })}`;
}

export function closedText({ texts }: Teller, row: HandoffRow, seconds: number): string {
  const said = texts(`handoff.closed.${row.way}`, { title: escapeLine(row.title) });
  if (seconds <= 0) return said;
  const time = formatDuration(seconds);
  return `${said} ${texts(row.courtesy_reason === null ? 'handoff.spent' : 'handoff.spentOnUs', { time })}`;
}

export function refusedText({ texts }: Teller, row: HandoffRow, reason: string): string {
  return `${b(texts(`handoff.refused.${row.way}`))}\n${texts('handoff.reason', { reason: escapeBb(reason) })}`;
}
