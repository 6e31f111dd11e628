import { isDeepStrictEqual } from 'node:util';
import type { ReportModel } from '../api/index.js';
import type { Db, Tx } from '../base/db/index.js';
import type { ClientRecord } from '../clients/index.js';
import { type IssueRow, balanceEffectOf, billedBy, readIssues, readReportLines } from '../ledger/index.js';
import type { CutPoint } from '../ledger/index.js';
import { buildAgain } from './build-report.js';
import { frameOfModel } from './report-frame.js';
import { reportParts } from './report-parts.js';
import { readReportByNumber } from './report-store.js';
import { sameModel, storedModel } from './stored-model.js';

/**
 * Re-checks a client's issued reports: the totals of each stored model against the lines it issued, and the whole of it,
 * figures, names, comments and texts, built again as of its position. Empty = everything holds.
 */
export async function checkReports(db: Db, client: ClientRecord): Promise<string[]> {
  const issues = await readIssues(db, client.portal_id, client.client_id);
  const faults: string[] = [];
  for (const issue of issues.reverse()) {
    faults.push(...(await db.transaction().execute((tx) => faultsOf(tx, client, issue))));
  }
  return faults;
}

async function faultsOf(tx: Tx, client: ClientRecord, issue: IssueRow): Promise<string[]> {
  const { portal_id: portalId, client_id: clientId } = client;
  if (!issue.model.includes('"layoutVersion"')) return [`report ${issue.number}: its model is missing`];
  const model = storedModel(issue.model);
  const record = await readReportByNumber(tx, portalId, clientId, issue.number);
  const found = await totalFaults(tx, client, { issue, model });
  if (record?.model !== issue.model) found.push('the report that is shown is not the one that was issued');
  // Earlier layouts knew less: their totals are checked, not every word.
  if (model.layoutVersion > 1) found.push(...(await rebuildFaults(tx, client, { issue, model })));
  return found.map((fault) => `report ${issue.number}: ${fault}`);
}

/** What the model says against what its lines add up to. */
async function totalFaults(
  tx: Tx,
  client: ClientRecord,
  { issue, model }: { issue: IssueRow; model: ReportModel },
): Promise<string[]> {
  const cut = JSON.parse(issue.cut) as CutPoint;
  const { portal_id: portalId, client_id: clientId } = client;
  const { lines } = await readReportLines(tx, { portalId, clientId, position: issue.seen_position, cut });
  const moved = lines.filter((line) => line.reason !== 'opening-balance');
  const said: [string, number, number][] = [
    ['closing balance', model.closingSeconds, issue.closing_seconds],
    ['moves of the balance', model.closingSeconds - model.openingSeconds, sum(moved, balanceEffectOf)],
    ['billed hours', model.billedSeconds, sum(moved, billedBy)],
    ['recorded hours', model.recordedSeconds, sum(lines, (line) => line.recordedSeconds)],
    ['position', model.position, issue.seen_position],
    ['number', model.number, issue.number],
  ];
  const faults = said
    .filter(([, told, real]) => told !== real)
    .map(([what]) => `its ${what} differ from its lines`);
  return model.seal === issue.seal ? faults : [...faults, 'its seal is not the one it was issued with'];
}

async function rebuildFaults(
  tx: Tx,
  client: ClientRecord,
  { issue, model }: { issue: IssueRow; model: ReportModel },
): Promise<string[]> {
  const built = await buildAgain(tx, {
    ...{ portalId: client.portal_id, clientId: client.client_id },
    ...{ cut: model.cut, position: issue.seen_position, frame: frameOfModel(model) },
  });
  if (!sameModel(built.model, model)) return ['built again it is another report'];
  const texts = JSON.parse(issue.texts) as string[];
  // The portal may have changed its card since.
  const cards = (['old', 'new'] as const).map((card) => reportParts(model, card, client.client_id));
  return cards.some((parts) => isDeepStrictEqual(parts, texts))
    ? []
    : ['its text is not the one that was posted'];
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
