import { boardColumns, type BoardCard, type BoardColumn, type BoardView } from '../../server/api/board.js';

export interface BoardFilter {
  /** Number of a client, or the part of a group without one. */
  client: string | null;
  person: number | null;
  priority: 'critical' | 'urgent' | 'high' | null;
  words: string;
}
export type Grouping = 'person' | 'client';

/** A row of the board; `id` is a person's, a client's, or the part of a group without a client. */
export type LaneOf =
  | { kind: 'critical'; id: '' }
  | { kind: 'person'; id: number }
  | { kind: 'client'; id: number }
  | { kind: 'part'; id: 'development' | 'free-support' };
export type Lane = LaneOf & {
  key: string;
  /** Cards of each column, the most pressing first. */
  cells: Record<BoardColumn, BoardCard[]>;
};

/**
 * The rows of the board. Open critical work stands on top, in a row of its own across everybody. People without cards are
 * shown as long as nothing is searched for: who is free is worth seeing.
 */
export function arrange(
  view: Pick<BoardView, 'people' | 'clients'>,
  cards: readonly BoardCard[],
  filter: BoardFilter,
  grouping: Grouping,
): Lane[] {
  const names = new Map(view.clients.map((client) => [client.clientId, client.name]));
  const chosen = cards.filter((card) => passes(card, filter, names));
  const critical = chosen.filter((card) => card.urgency === 'critical' && card.column !== 'done');
  const others = chosen.filter((card) => card.urgency !== 'critical' || card.column === 'done');
  const isSearch = filter.client !== null || filter.priority !== null || filter.words.trim() !== '';
  const rows = grouping === 'person' ? personRows(view, filter) : clientRows(view, others);
  const byRow = new Map<string, BoardCard[]>();
  for (const card of others) {
    const key = grouping === 'person' ? `person-${card.userId}` : clientKey(card);
    const own = byRow.get(key);
    if (own) own.push(card);
    else byRow.set(key, [card]);
  }
  const lanes = rows.map((row) => laneOf(row, byRow.get(keyOf(row)) ?? []));
  const shown = lanes.filter((lane) => (grouping === 'person' && !isSearch) || countOf(lane) > 0);
  return critical.length > 0 ? [laneOf({ kind: 'critical', id: '' }, critical), ...shown] : shown;
}

export function countOf(lane: Lane): number {
  return boardColumns.reduce((sum, column) => sum + lane.cells[column].length, 0);
}

function personRows(view: Pick<BoardView, 'people'>, filter: BoardFilter): LaneOf[] {
  return view.people
    .filter(({ userId }) => filter.person === null || filter.person === userId)
    .map(({ userId }) => ({ kind: 'person', id: userId }));
}

function clientRows(view: Pick<BoardView, 'clients'>, cards: readonly BoardCard[]): LaneOf[] {
  const parts = (['development', 'free-support'] as const).filter((part) =>
    cards.some((card) => card.clientId === null && card.part === part),
  );
  return [
    ...view.clients.map(({ clientId }): LaneOf => ({ kind: 'client', id: clientId })),
    ...parts.map((part): LaneOf => ({ kind: 'part', id: part })),
  ];
}

function clientKey(card: BoardCard): string {
  return card.clientId === null ? `part-${card.part ?? ''}` : `client-${card.clientId}`;
}

function keyOf(row: LaneOf): string {
  return `${row.kind}-${row.id}`;
}

function laneOf(row: LaneOf, cards: readonly BoardCard[]): Lane {
  const cells: Lane['cells'] = { todo: [], doing: [], waiting: [], review: [], done: [] };
  for (const card of cards) cells[card.column].push(card);
  for (const column of boardColumns) cells[column].sort(column === 'done' ? byClosing : byPressure);
  return { ...row, key: keyOf(row), cells };
}

const pressure = { critical: 0, urgent: 1, normal: 2 } as const;

/** Critical, urgent, high priority; then whatever is due first; then the older one. */
export function byPressure(a: BoardCard, b: BoardCard): number {
  return (
    pressure[a.urgency] - pressure[b.urgency] ||
    b.priority - a.priority ||
    (a.deadlineAt ?? Number.MAX_SAFE_INTEGER) - (b.deadlineAt ?? Number.MAX_SAFE_INTEGER) ||
    a.taskId - b.taskId
  );
}

/** What was completed last stands first. */
function byClosing(a: BoardCard, b: BoardCard): number {
  return (
    (b.closedAt ?? Number.MAX_SAFE_INTEGER) - (a.closedAt ?? Number.MAX_SAFE_INTEGER) || b.taskId - a.taskId
  );
}

function passes(card: BoardCard, filter: BoardFilter, names: ReadonlyMap<number, string>): boolean {
  if (filter.person !== null && card.userId !== filter.person) return false;
  if (filter.client !== null && filter.client !== String(card.clientId ?? card.part)) return false;
  if (filter.priority === 'high' && card.priority < 2) return false;
  if (filter.priority === 'critical' && card.urgency !== 'critical') return false;
  if (filter.priority === 'urgent' && card.urgency === 'normal') return false;
  const wanted = filter.words.trim().toLocaleLowerCase();
  if (wanted === '') return true;
  const text = `${card.title}\n#${card.taskId}\n${names.get(card.clientId ?? 0) ?? ''}`;
  return text.toLocaleLowerCase().includes(wanted);
}
