import { type Kysely, sql } from 'kysely';
import { refuseChanges } from './refuse-changes.js';
import { createTable } from './table.js';

export async function up(db: Kysely<unknown>): Promise<void> {
  await createPackages(db);
  await createPostings(db);
  await createIssues(db);
  await createTable(
    db,
    'kept_sums',
    { portal_id: 'text', client_id: 'big', account: 'text', seconds: 'big', position: 'big' },
    ['portal_id', 'client_id', 'account'],
  );
  await createTable(
    db,
    'erasures',
    { portal_id: 'text', erasure_id: 'text', scope: 'text', reason: 'text', at: 'big' },
    ['portal_id', 'erasure_id'],
  );
  await refuseChanges(db, [
    'packages',
    'waivers',
    'postings',
    'lines',
    'line_texts',
    'issues',
    'issue_lines',
    'reopenings',
    'erasures',
    'actions',
  ]);
}

async function createPackages(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'packages',
    {
      portal_id: 'text',
      client_id: 'big',
      package_id: 'big',
      title: 'text',
      source: 'text',
      bought_at: 'big',
      valid_from: 'text',
      expires_on: 'text?',
      covers_earlier: 'flag',
      price_minor: 'big?',
      currency: 'text?',
      vat_note: 'text?',
      purchase_action_id: 'text',
      cause: 'text?',
      created_at: 'big',
    },
    ['portal_id', 'client_id', 'package_id'],
  );
  await sql`create unique index packages_cause on packages (portal_id, client_id, cause) where cause is not null`.execute(
    db,
  );
  await createTable(
    db,
    'waivers',
    {
      portal_id: 'text',
      client_id: 'big',
      waiver_id: 'big',
      entry_id: 'big',
      seconds: 'big',
      reason: 'text',
      noticed_at: 'big',
      action_id: 'text',
    },
    ['portal_id', 'client_id', 'waiver_id'],
  );
}

async function createPostings(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'postings',
    {
      portal_id: 'text',
      client_id: 'big',
      posting: 'big',
      what: 'text',
      posted_at: 'big',
      today: 'text',
      cause: 'text?',
      action_id: 'text?',
    },
    ['portal_id', 'client_id', 'posting'],
  );
  await sql`create unique index postings_cause on postings (portal_id, client_id, cause) where cause is not null`.execute(
    db,
  );
  await createTable(
    db,
    'lines',
    {
      portal_id: 'text',
      client_id: 'big',
      posting: 'big',
      line: 'big',
      kind: 'text',
      seconds: 'big',
      recorded_seconds: 'big',
      package_id: 'big?',
      entry_id: 'big?',
      task_id: 'big?',
      user_id: 'big?',
      worked_at: 'big?',
      work_day: 'text?',
      work_type: 'text?',
      reason: 'text?',
      reverses_posting: 'big?',
      reverses_line: 'big?',
      report_number: 'big?',
      why: 'text',
      text_digest: 'text?',
      previous_hash: 'text',
      hash: 'text',
    },
    ['portal_id', 'client_id', 'posting', 'line'],
  );
  await sql`create unique index lines_reversed_once on lines (portal_id, client_id, reverses_posting, reverses_line) where reverses_posting is not null`.execute(
    db,
  );
  await sql`create index lines_entry on lines (portal_id, client_id, entry_id)`.execute(db);
  await createTable(
    db,
    'line_texts',
    { portal_id: 'text', client_id: 'big', posting: 'big', line: 'big', salt: 'text', texts: 'text' },
    ['portal_id', 'client_id', 'posting', 'line'],
  );
}

async function createIssues(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'issues',
    {
      portal_id: 'text',
      client_id: 'big',
      number: 'big',
      posting: 'big',
      seen_position: 'big',
      cut: 'text',
      opening_seconds: 'big',
      closing_seconds: 'big',
      seal: 'text',
      model: 'text',
      texts: 'text',
      layout_version: 'big',
      replaces: 'big?',
      issued_at: 'big',
      action_id: 'text?',
    },
    ['portal_id', 'client_id', 'number'],
  );
  await createTable(
    db,
    'issue_lines',
    { portal_id: 'text', client_id: 'big', posting: 'big', line: 'big', number: 'big' },
    ['portal_id', 'client_id', 'posting', 'line', 'number'],
  );
  await createTable(
    db,
    'reopenings',
    {
      portal_id: 'text',
      client_id: 'big',
      number: 'big',
      posting: 'big',
      reason: 'text',
      action_id: 'text',
    },
    ['portal_id', 'client_id', 'number'],
  );
}
