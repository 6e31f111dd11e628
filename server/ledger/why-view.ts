import type { WhyLine } from '../api/index.js';
import type { DbOrTx } from '../base/db/index.js';
import { notFound } from '../base/errors.js';
import type { ClientRecord } from '../clients/index.js';
import type { LineWhy } from './rules/types.js';
import { readStatement } from './statement-view.js';

/** Why a line is where it is: its rules with their figures, and every other line of the same entry. */
export async function explainLine(
  db: DbOrTx,
  client: ClientRecord,
  where: { posting: number; line: number },
): Promise<WhyLine> {
  const page = await readStatement(db, client, {
    standingOnly: false,
    before: { posting: where.posting, line: where.line + 1 },
    limit: 1,
  });
  const line = page.lines[0];
  if (line?.posting !== where.posting || line.line !== where.line) throw notFound('Line');
  const history = line.entryId === null ? [] : await linesOfEntry(db, client, line.entryId);
  return { line, steps: stepsOf(await readWhy(db, client, where)), history };
}

/** Every line an entry ever had, newest first. */
export async function linesOfEntry(
  db: DbOrTx,
  client: ClientRecord,
  entryId: number,
): Promise<WhyLine['history']> {
  const page = await readStatement(db, client, { standingOnly: false, before: null, limit: 500, entryId });
  return page.lines;
}

async function readWhy(
  db: DbOrTx,
  client: ClientRecord,
  where: { posting: number; line: number },
): Promise<LineWhy> {
  const row = await db
    .selectFrom('lines')
    .select('why')
    .where('portal_id', '=', client.portal_id)
    .where('client_id', '=', client.client_id)
    .where('posting', '=', where.posting)
    .where('line', '=', where.line)
    .executeTakeFirstOrThrow();
  return JSON.parse(row.why) as LineWhy;
}

/** Steps in the order in which the figure came about. */
export function stepsOf(why: LineWhy): WhyLine['steps'] {
  const steps: WhyLine['steps'] = [];
  if (why.entryRecordedSeconds !== undefined) {
    steps.push({ rule: 'recorded', values: { seconds: why.entryRecordedSeconds } });
  }
  if (why.multiplierPermille !== undefined && why.rule !== 'not-billable') {
    const { termsVersion = 0, multiplierPermille, urgency = 'normal' } = why;
    steps.push({ rule: 'multiplier', values: { multiplierPermille, urgency, termsVersion } });
  }
  if (why.groupBilledSeconds !== undefined && why.rule !== 'not-billable') {
    const { groupBeforeSeconds = 0, groupBilledSeconds } = why;
    steps.push({ rule: 'rounding', values: { groupBeforeSeconds, groupBilledSeconds } });
  }
  if (why.waivedSeconds) steps.push({ rule: 'waived', values: { seconds: why.waivedSeconds } });
  if (why.entryBilledSeconds !== undefined) {
    steps.push({ rule: 'billed', values: { seconds: why.entryBilledSeconds } });
  }
  for (const packageId of why.usedUpBefore ?? [])
    steps.push({ rule: 'used-up-before', values: { packageId } });
  if (why.change) steps.push({ rule: 'changed-after-issue', values: { ...why.change } });
  steps.push({ rule: why.rule, values: {} });
  return steps;
}
