import type { DbOrTx } from '../base/db/index.js';
import { readProposedIntakes } from '../planning/index.js';
import { readOpenDisputes } from '../reports/index.js';
import type { OfClient } from './alerts-store.js';
import type { ClientState } from './rules/types.js';

/** What waits for a manager's decision. */
export type Desk = Pick<ClientState, 'drafts' | 'disputes' | 'uncertainPosts' | 'intakes'>;

interface FullDesk {
  drafts: Desk['drafts'][number][];
  disputes: Desk['disputes'][number][];
  uncertainPosts: Desk['uncertainPosts'][number][];
  intakes: Desk['intakes'][number][];
}

/** The desks of a portal's clients in four queries, whatever their number; an empty one is absent. */
export async function readDesks(
  db: DbOrTx,
  portalId: string,
  onlyClientId?: number,
): Promise<Map<number, Desk>> {
  const desks = new Map<number, FullDesk>();
  const deskOf = (clientId: number): FullDesk => {
    const desk = desks.get(clientId) ?? { drafts: [], disputes: [], uncertainPosts: [], intakes: [] };
    desks.set(clientId, desk);
    return desk;
  };
  for (const row of await readDrafts(db, portalId, onlyClientId)) {
    deskOf(row.client_id).drafts.push({ reportId: row.report_id, since: row.created_at });
  }
  for (const { clientId, reportId, number, dispute, entryId } of await readOpenDisputes(db, portalId)) {
    deskOf(clientId).disputes.push({ reportId, number, dispute, entryId });
  }
  for (const row of await readUncertain(db, portalId, onlyClientId)) {
    deskOf(row.client_id).uncertainPosts.push({ outboxId: row.outbox_id });
  }
  for (const { clientId, ...intake } of await readProposedIntakes(db, portalId, onlyClientId)) {
    deskOf(clientId).intakes.push(intake);
  }
  return desks;
}

/** Posted reports about which the client said nothing at all. */
export async function readUnanswered(db: DbOrTx, of: OfClient): Promise<ClientState['unanswered']> {
  const rows = await db
    .selectFrom('reports as report')
    .leftJoin('report_responses as said', (join) =>
      join
        .onRef('said.portal_id', '=', 'report.portal_id')
        .onRef('said.client_id', '=', 'report.client_id')
        .onRef('said.number', '=', 'report.number')
        .on('said.what', '!=', 'remind'),
    )
    .select(['report.report_id', 'report.number', 'report.posted_at'])
    .where('report.portal_id', '=', of.portalId)
    .where('report.client_id', '=', of.clientId)
    .where('report.state', '=', 'posted')
    .where('said.response', 'is', null)
    .orderBy('report.number')
    .execute();
  return rows.flatMap(({ report_id: reportId, number, posted_at: since }) =>
    number === null || since === null ? [] : [{ reportId, number, since }],
  );
}

function readDrafts(db: DbOrTx, portalId: string, onlyClientId: number | undefined) {
  return db
    .selectFrom('reports')
    .select(['client_id', 'report_id', 'created_at'])
    .where('portal_id', '=', portalId)
    .$if(onlyClientId !== undefined, (query) => query.where('client_id', '=', onlyClientId ?? 0))
    .where('state', 'in', ['draft', 'stale'])
    .orderBy('created_at')
    .execute();
}

/** Posts nobody can decide about; notices are left out: an alert about an alert would never end. */
function readUncertain(db: DbOrTx, portalId: string, onlyClientId: number | undefined) {
  return db
    .selectFrom('outbox')
    .select(['client_id', 'outbox_id'])
    .where('portal_id', '=', portalId)
    .$if(onlyClientId !== undefined, (query) => query.where('client_id', '=', onlyClientId ?? 0))
    .where('state', 'in', ['uncertain', 'failed'])
    .where('kind', '!=', 'notice')
    .orderBy('created_at')
    .execute();
}
