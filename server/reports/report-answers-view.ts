import type { ClientRow } from '../api/index.js';
import type { DbOrTx } from '../base/db/index.js';
import { factOf } from './acceptance-store.js';
import { type ResponseFact, acceptanceOf } from './rules/acceptance.js';

type Answers = NonNullable<ClientRow['reportAnswers']>;

/** Of every client of a portal with a posted report: its open questions, and whether the newest report is answered. */
export async function readReportAnswers(db: DbOrTx, portalId: string): Promise<Map<number, Answers>> {
  const reports = await db
    .selectFrom('reports as report')
    .leftJoin('reopenings as reopened', (join) =>
      join
        .onRef('reopened.portal_id', '=', 'report.portal_id')
        .onRef('reopened.client_id', '=', 'report.client_id')
        .onRef('reopened.number', '=', 'report.number'),
    )
    .select(['report.client_id', 'report.number'])
    .where('report.portal_id', '=', portalId)
    .where('report.posted_at', 'is not', null)
    .where('report.number', 'is not', null)
    .where('reopened.number', 'is', null)
    .orderBy('report.number')
    .execute();
  const said = await readSaid(db, portalId);
  const answers = new Map<number, Answers>();
  for (const { client_id: clientId, number } of reports) {
    const { state, openDisputes } = acceptanceOf(said.get(`${clientId}:${number}`) ?? []);
    const before = answers.get(clientId)?.openDisputes ?? 0;
    answers.set(clientId, { openDisputes: before + openDisputes, newest: state });
  }
  return answers;
}

async function readSaid(db: DbOrTx, portalId: string): Promise<Map<string, ResponseFact[]>> {
  const rows = await db
    .selectFrom('report_responses')
    .selectAll()
    .where('portal_id', '=', portalId)
    .orderBy('response')
    .execute();
  const said = new Map<string, ResponseFact[]>();
  for (const row of rows) {
    const key = `${row.client_id}:${row.number}`;
    said.set(key, [...(said.get(key) ?? []), factOf(row)]);
  }
  return said;
}
