import type { PreviewTermsRequest, TermsPreview } from '../api/index.js';
import type { Db } from '../base/db/index.js';
import type { ClientRecord } from '../clients/index.js';
import { type ComparedTerms, compareTerms } from './compare-terms.js';
import { readLineTexts } from './line-texts-view.js';
import type { Differing } from './rules/compare-replays.js';

const LISTED_LINES = 500;

/** What would differ for a client under other terms, line by line, with the names of tasks and people. Nothing is posted. */
export async function previewTerms(
  db: Db,
  client: ClientRecord,
  now: number,
  wanted: PreviewTermsRequest,
  signal?: AbortSignal,
): Promise<TermsPreview> {
  const compared = await compareTerms(db, client, now, { ...wanted, scope: 'own' }, signal);
  const { comparison } = compared;
  const listed = comparison.differing.slice(0, LISTED_LINES);
  const texts = await readLineTexts(
    db,
    client.portal_id,
    listed.map(({ before }) => before),
  );
  return {
    ...totalsOf(compared),
    workTypes: comparison.workTypes,
    lines: listed.map((one) => ({
      ...lineOf(one),
      taskTitle: texts.get(one.before.entryId)?.taskTitle ?? `#${one.before.taskId}`,
      person: texts.get(one.before.entryId)?.person ?? '',
      reportNumber: compared.reportOf.get(one.before.entryId) ?? null,
    })),
    moreLines: comparison.differing.length - listed.length,
  };
}

/** The figures that both previews show. */
export function totalsOf(compared: ComparedTerms): Omit<TermsPreview, 'workTypes' | 'lines' | 'moreLines'> {
  const { comparison, onSave: saved, issuedLinesKept } = compared;
  const { before, after, entries, differing } = comparison;
  return { before, after, entries, differing: differing.length, issuedLinesKept, onSave: saved };
}

function lineOf({ before, after, why }: Differing) {
  const side = ({ billedSeconds, courtesySeconds, workType, multiplierPermille }: Differing['before']) => ({
    billedSeconds,
    courtesySeconds,
    workType,
    multiplierPermille,
  });
  const { entryId, day, taskId, recordedSeconds } = before;
  return { entryId, day, taskId, recordedSeconds, before: side(before), after: side(after), why };
}
