import type { ReportPreview } from '../api/index.js';
import type { DbOrTx } from '../base/db/index.js';

type Attachment = ReportPreview['attachments'][number];

const ended: Partial<Record<string, Attachment['state']>> = {
  sent: 'sent',
  failed: 'failed',
  uncertain: 'failed',
  dismissed: 'failed',
};

/** Files that go along with a comment, and whether they are there. */
export async function readAttachments(
  db: DbOrTx,
  portalId: string,
  commentKey: string,
): Promise<Attachment[]> {
  const rows = await db
    .selectFrom('outbox')
    .select(['payload', 'state'])
    .where('portal_id', '=', portalId)
    .where('of_key', '=', commentKey)
    .where('kind', '=', 'file')
    .orderBy('key')
    .execute();
  return rows.map((row) => {
    const { fileId } = JSON.parse(row.payload) as { fileId: string };
    return { format: fileId.endsWith(':pdf') ? 'pdf' : 'xlsx', state: ended[row.state] ?? 'waiting' };
  });
}
