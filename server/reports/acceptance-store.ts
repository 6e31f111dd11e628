import type { Insertable, Selectable } from 'kysely';
import type { DbOrTx, Tx } from '../base/db/index.js';
import type { ReportResponsesTable } from '../base/db/tables/acceptance.js';
import type { ResponseFact } from './rules/acceptance.js';

export type ResponseRecord = Selectable<ReportResponsesTable>;
type OfReport = Pick<ResponseRecord, 'portal_id' | 'client_id' | 'number'>;

/** What is new in a response; everything else is empty. */
export type NewResponse = Pick<Insertable<ReportResponsesTable>, 'what' | 'how' | 'user_id' | 'at'> &
  Partial<
    Pick<
      ResponseRecord,
      'dispute' | 'entry_id' | 'text' | 'seconds' | 'waiver_id' | 'days' | 'link' | 'action_id'
    >
  >;

/** Appends a response under the next number of its report; the caller holds the client. A dispute is named by it. */
export async function addResponse(tx: Tx, of: OfReport, said: NewResponse): Promise<number> {
  const last = await tx
    .selectFrom('report_responses')
    .select('response')
    .where('portal_id', '=', of.portal_id)
    .where('client_id', '=', of.client_id)
    .where('number', '=', of.number)
    .orderBy('response', 'desc')
    .limit(1)
    .executeTakeFirst();
  const response = (last?.response ?? 0) + 1;
  await tx
    .insertInto('report_responses')
    .values({
      ...{ portal_id: of.portal_id, client_id: of.client_id, number: of.number, response },
      ...{ entry_id: null, text: null, seconds: null, waiver_id: null, days: null, link: null },
      ...{ action_id: null, dispute: said.what === 'dispute' ? response : null },
      ...said,
    })
    .execute();
  return response;
}

/** Everything said about the reports of a client, by report number. */
export async function readResponses(
  db: DbOrTx,
  portalId: string,
  clientId: number,
): Promise<Map<number, ResponseFact[]>> {
  const rows = await db
    .selectFrom('report_responses')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .orderBy('number')
    .orderBy('response')
    .execute();
  const byNumber = new Map<number, ResponseFact[]>();
  for (const row of rows) byNumber.set(row.number, [...(byNumber.get(row.number) ?? []), factOf(row)]);
  return byNumber;
}

/** Everything said about one report. */
export async function readResponsesTo(db: DbOrTx, of: OfReport): Promise<ResponseFact[]> {
  const rows = await db
    .selectFrom('report_responses')
    .selectAll()
    .where('portal_id', '=', of.portal_id)
    .where('client_id', '=', of.client_id)
    .where('number', '=', of.number)
    .orderBy('response')
    .execute();
  return rows.map(factOf);
}

/** A row without its keys. */
export function factOf(row: ResponseRecord): ResponseFact {
  return {
    response: row.response,
    what: row.what,
    dispute: row.dispute,
    entryId: row.entry_id,
    text: row.text,
    seconds: row.seconds,
    days: row.days,
    how: row.how,
    link: row.link,
    userId: row.user_id,
    at: row.at,
  };
}
