import { isDeepStrictEqual } from 'node:util';
import type { Tx } from '../base/db/index.js';
import type { IssueRow } from '../ledger/index.js';
import { buildAgain } from './build-report.js';
import { frameOfModel } from './report-frame.js';
import { reportParts } from './report-parts.js';
import { storedModel } from './stored-model.js';

export interface RebuiltWords {
  model: string;
  texts: string;
  layoutVersion: number;
}

/**
 * An issued report built again from lines whose names and comments are erased: the same figures, position and seal, and
 * texts in the form of the card they were posted to.
 */
export async function rebuildWithoutNames(
  tx: Tx,
  { portalId, clientId }: { portalId: string; clientId: number },
  issue: IssueRow,
): Promise<RebuiltWords> {
  const stored = storedModel(issue.model);
  const frame = frameOfModel(stored);
  const { cut } = stored;
  const position = issue.seen_position;
  const { model } = await buildAgain(tx, { portalId, clientId, cut, position, frame });
  const texts = JSON.parse(issue.texts) as string[];
  const wasNew = isDeepStrictEqual(texts, reportParts(stored, 'new', clientId));
  const parts = reportParts(model, wasNew ? 'new' : 'old', clientId);
  return {
    model: JSON.stringify(model),
    texts: JSON.stringify(parts),
    layoutVersion: model.layoutVersion,
  };
}
