import { entriesMirrored } from '../../../base/telemetry.js';
import type { EntryReading, Readings } from '../readings.js';
import { type EntryVerdict, judgeEntry, type KeptEntry } from '../rules/diff-entries.js';
import { hoursGroup } from '../rules/hours-group.js';
import { type EntryRow, loadEntries, touchEntries, upsertEntries } from './entries-store.js';
import { toKeptMove } from './moves-store.js';
import { keepsTexts, type Sheet } from './sheet.js';
import { raiseSpent } from './tasks-store.js';

interface Told extends EntryReading {
  /** Read with its task, or met in a portal-wide list. */
  withTask: boolean;
}

/** Writes added, edited and returned hours; what is unchanged is only marked as seen. */
export async function applyEntries(sheet: Sheet, readings: Readings): Promise<void> {
  const told = newestOfEach(sheet, readings);
  const kept = await loadEntries(sheet.tx, sheet.portalId, told.keys());
  const rows: EntryRow[] = [];
  const same = new Map<number, number[]>();
  for (const entry of [...told.values()].sort((a, b) => a.facts.entryId - b.facts.entryId)) {
    const row = kept.get(entry.facts.entryId);
    const isErased = row !== undefined && row.comment_erased_at !== null;
    const keeps = !isErased && keepsTexts(sheet, entry.facts.taskId);
    const comment = keeps ? entry.facts.comment : (row?.comment ?? '');
    const verdict = judgeEntry(row === undefined ? undefined : toKept(row), { ...entry, comment });
    if (verdict === 'stale' || !mayWrite(sheet, entry, verdict)) continue;
    if (verdict === 'same') {
      same.set(entry.askedAt, [...(same.get(entry.askedAt) ?? []), entry.facts.entryId]);
      continue;
    }
    entriesMirrored(row === undefined ? 'new' : 'changed', 1);
    rows.push(toRow(sheet, { entry, row, comment, verdict }));
  }
  await upsertEntries(sheet.tx, rows);
  await raiseSpent(
    sheet.tx,
    sheet.portalId,
    rows.map((row) => row.task_id),
  );
  for (const row of rows) noteChange(sheet, row);
  for (const [askedAt, entryIds] of same) await touchEntries(sheet.tx, sheet.portalId, { entryIds, askedAt });
}

function newestOfEach(sheet: Sheet, readings: Readings): Map<number, Told> {
  const told = new Map<number, Told>();
  const offer = (entry: Told): void => {
    const other = told.get(entry.facts.entryId);
    if (other !== undefined && other.askedAt > entry.askedAt) return;
    if (sheet.groupNow.has(entry.facts.taskId)) told.set(entry.facts.entryId, entry);
    else sheet.orphans += 1;
  };
  for (const { facts, askedAt } of readings.entries) offer({ facts, askedAt, withTask: false });
  for (const task of readings.tasks) {
    for (const facts of task.entries ?? []) offer({ facts, askedAt: task.askedAt, withTask: true });
  }
  return told;
}

/** Whether a portal-wide list still shows hours of deleted tasks is not established: only the task brings them back. */
function mayWrite(sheet: Sheet, entry: Told, verdict: EntryVerdict): boolean {
  if (entry.withTask) return true;
  const state = sheet.tasks.get(entry.facts.taskId)?.state ?? 'live';
  return state === 'live' || (state === 'out-of-sight' && verdict !== 'back');
}

function toKept(row: EntryRow): KeptEntry {
  return {
    entryId: row.entry_id,
    userId: row.user_id,
    seconds: row.seconds,
    comment: row.comment,
    workedAt: row.worked_at,
    source: row.source,
    state: row.state,
    askedAt: row.asked_at,
  };
}

function toRow(
  sheet: Sheet,
  seen: { entry: Told; row: EntryRow | undefined; comment: string; verdict: EntryVerdict },
): EntryRow {
  const { facts, askedAt } = seen.entry;
  const moves = (sheet.moves.get(facts.taskId) ?? []).map(toKeptMove);
  const groupNow = sheet.groupNow.get(facts.taskId) ?? 0;
  // Met together with its task: where the task stood when the hour was made only its history can tell.
  const isFirstLook = sheet.options.isFirst === true || !sheet.tasks.has(facts.taskId);
  const isGuess = isFirstLook && !sheet.explained.has(facts.taskId);
  return {
    portal_id: sheet.portalId,
    entry_id: facts.entryId,
    task_id: facts.taskId,
    user_id: facts.userId,
    seconds: facts.seconds,
    comment: seen.comment,
    worked_at: facts.workedAt,
    made_at: seen.row?.made_at ?? facts.madeAt,
    source: facts.source,
    group_id: seen.row?.group_id ?? hoursGroup(groupNow, moves, facts.madeAt),
    group_is_guess: seen.row?.group_is_guess ?? (isGuess ? 1 : 0),
    state: 'live',
    noticed_at: seen.verdict === 'filled' ? (seen.row?.noticed_at ?? sheet.now) : sheet.now,
    asked_at: askedAt,
    comment_erased_at: seen.row?.comment_erased_at ?? null,
  };
}

function noteChange(sheet: Sheet, row: EntryRow): void {
  sheet.book.groupIds.add(row.group_id);
  sheet.book.entryIds.add(row.entry_id);
  sheet.book.taskIds.add(row.task_id);
}
