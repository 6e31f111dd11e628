import { type Selectable, sql } from 'kysely';
import type { DbOrTx, Tx } from '../base/db/index.js';
import type { IssuesTable } from '../base/db/tables/ledger.js';
import type { ClientTextCounts } from './data-view.js';

export interface OfClient {
  portalId: string;
  clientId: number;
}

/** Entries that ever counted for the client, or lie in a group of its now. */
function entriesOf({ portalId, clientId }: OfClient) {
  return sql`portal_id = ${portalId} and (
    entry_id in (select entry_id from lines where portal_id = ${portalId} and client_id = ${clientId} and entry_id is not null)
    or group_id in (select group_id from group_tenures where portal_id = ${portalId} and client_id = ${clientId}))`;
}

/** What an erasure would take away. */
export async function countClientTexts(db: DbOrTx, of: OfClient): Promise<ClientTextCounts> {
  const { portalId: p, clientId: c } = of;
  const count = async (from: ReturnType<typeof sql>): Promise<number> => {
    const { rows } = await sql<{ n: number | string }>`select count(*) as n from ${from}`.execute(db);
    return Number(rows[0]?.n ?? 0);
  };
  return {
    lines: await count(sql`line_texts where portal_id = ${p} and client_id = ${c}`),
    comments: await count(sql`time_entries where ${entriesOf(of)} and comment <> ''`),
    reports: await count(sql`issues where portal_id = ${p} and client_id = ${c}`),
    posts: await count(
      sql`outbox where portal_id = ${p} and client_id = ${c} and payload like '%"text":"_%'`,
    ),
  };
}

/** Posts that have not come to an end: their texts are still needed. */
export async function countWaitingPosts(db: DbOrTx, { portalId, clientId }: OfClient): Promise<number> {
  const { rows } = await sql<{ n: number | string }>`
    select count(*) as n from outbox where portal_id = ${portalId} and client_id = ${clientId}
      and state not in ('sent', 'dismissed')`.execute(db);
  return Number(rows[0]?.n ?? 0);
}

/** The append-only tables let go of rows only while the permit stands; the `erasures` row stays as the proof. */
export async function permitErasure(
  tx: Tx,
  { portalId, clientId }: OfClient,
  proof: { erasureId: string; at: number; reason: string },
): Promise<void> {
  await tx
    .insertInto('erasures')
    .values({
      ...{ portal_id: portalId, erasure_id: proof.erasureId, scope: `client:${clientId}` },
      ...{ reason: proof.reason, at: proof.at },
    })
    .execute();
  await sql`insert into erasure_permits (portal_id) values (${portalId})`.execute(tx);
}

export async function endPermit(tx: Tx, portalId: string): Promise<void> {
  await sql`delete from erasure_permits where portal_id = ${portalId}`.execute(tx);
}

/** Comments go, and are not read from the portal again. */
export async function eraseComments(tx: Tx, of: OfClient, at: number): Promise<void> {
  await sql`update time_entries set comment = '', comment_erased_at = ${at}
    where ${entriesOf(of)} and comment_erased_at is null`.execute(tx);
}

export async function eraseLineTexts(tx: Tx, { portalId, clientId }: OfClient): Promise<void> {
  await sql`delete from line_texts where portal_id = ${portalId} and client_id = ${clientId}`.execute(tx);
}

/** The report with other words: number, cut, figures and seal stay as they were issued. */
export async function replaceIssue(
  tx: Tx,
  issue: Selectable<IssuesTable>,
  words: { model: string; texts: string; layoutVersion: number },
): Promise<void> {
  const { portal_id, client_id, number } = issue;
  await sql`delete from issues where portal_id = ${portal_id} and client_id = ${client_id} and number = ${number}`.execute(
    tx,
  );
  const { model, texts, layoutVersion: layout_version } = words;
  await tx
    .insertInto('issues')
    .values({ ...issue, model, texts, layout_version })
    .execute();
  await sql`update reports set model = ${model}
    where portal_id = ${portal_id} and client_id = ${client_id} and number = ${number}`.execute(tx);
}

/** What the client said of its reports: who, when and about what stay, the words go. */
export async function eraseAnswers(tx: Tx, { portalId, clientId }: OfClient): Promise<void> {
  const said = await tx
    .selectFrom('report_responses')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .where('text', 'is not', null)
    .execute();
  for (const row of said) {
    await sql`delete from report_responses where portal_id = ${portalId} and client_id = ${clientId}
      and number = ${row.number} and response = ${row.response}`.execute(tx);
    await tx
      .insertInto('report_responses')
      .values({ ...row, text: '' })
      .execute();
  }
}

/** Copies of what was posted: the portal has the posts themselves. */
export async function erasePosts(tx: Tx, { portalId, clientId }: OfClient): Promise<void> {
  const posts = await tx
    .selectFrom('outbox')
    .select(['outbox_id', 'payload'])
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .execute();
  for (const { outbox_id, payload } of posts) {
    const content = JSON.parse(payload) as Record<string, unknown>;
    const blank = ['text', 'title', 'description'].filter((field) => typeof content[field] === 'string');
    if (blank.length === 0) continue;
    for (const field of blank) content[field] = '';
    await tx
      .updateTable('outbox')
      .set({ payload: JSON.stringify(content) })
      .where('portal_id', '=', portalId)
      .where('outbox_id', '=', outbox_id)
      .execute();
  }
  await sql`update post_files set content = null
    where portal_id = ${portalId} and file_id like ${`report:${clientId}:%`}`.execute(tx);
}
