import type { Selectable } from 'kysely';
import type { ReportResponsesTable } from './acceptance.js';
import type { ActionsTable, RoleChangesTable, RolesTable, VisitsTable } from './access.js';
import type { AlertStartsTable, AlertsTable } from './alerts.js';
import type { BoardHiddenGroupsTable, BoardPeopleTable, BoardSettingsTable } from './board.js';
import type {
  ClientGroupsTable,
  ClientManagersTable,
  ClientsTable,
  GroupTenuresTable,
  HolidaysTable,
  SpecialGroupsTable,
  TermsTable,
  WorkMarksTable,
  WorkRulesTable,
} from './clients.js';
import type { EstimateQuestionsTable, EstimatesTable, HandoffsTable } from './handoffs.js';
import type { InboxTable, JobRunsTable, ProgressTable } from './inbox.js';
import type {
  ErasuresTable,
  IssueLinesTable,
  IssuesTable,
  KeptSumsTable,
  LinesTable,
  LineTextsTable,
  PackageChangesTable,
  PackagesTable,
  PostingsTable,
  ReopeningsTable,
  WaiversTable,
} from './ledger.js';
import type {
  CursorsTable,
  DisappearancesTable,
  GroupMembersTable,
  RunningTimersTable,
  TaskMovesTable,
  TasksTable,
  TimeEntriesTable,
  UsersTable,
  WorkgroupsTable,
} from './mirror.js';
import type { CompaniesTable, OffersTable } from './offers.js';
import type { OutboxTable, PostFilesTable } from './outbox.js';
import type {
  AbsencesTable,
  CapacityDaysTable,
  IntakesTable,
  SprintRevisionsTable,
  SkillsTable,
  SprintsTable,
  WorkNormsTable,
} from './planning.js';
import type {
  PortalSettingsTable,
  PortalsTable,
  PortalTokensTable,
  RestCallsTable,
  RestUseTable,
} from './portals.js';
import type { ReportSchedulesTable, ReportsTable, UsedUpRulesTable } from './reports.js';

/** Every table, by its name. Every primary key begins with portal_id. */
export interface Tables {
  portals: PortalsTable;
  portal_tokens: PortalTokensTable;
  portal_settings: PortalSettingsTable;
  rest_calls: RestCallsTable;
  rest_use: RestUseTable;
  inbox: InboxTable;
  job_runs: JobRunsTable;
  progress: ProgressTable;
  users: UsersTable;
  workgroups: WorkgroupsTable;
  group_members: GroupMembersTable;
  tasks: TasksTable;
  task_moves: TaskMovesTable;
  time_entries: TimeEntriesTable;
  running_timers: RunningTimersTable;
  cursors: CursorsTable;
  disappearances: DisappearancesTable;
  actions: ActionsTable;
  roles: RolesTable;
  role_changes: RoleChangesTable;
  visits: VisitsTable;
  clients: ClientsTable;
  client_groups: ClientGroupsTable;
  group_tenures: GroupTenuresTable;
  client_managers: ClientManagersTable;
  special_groups: SpecialGroupsTable;
  terms: TermsTable;
  work_marks: WorkMarksTable;
  work_rules: WorkRulesTable;
  packages: PackagesTable;
  package_changes: PackageChangesTable;
  waivers: WaiversTable;
  postings: PostingsTable;
  lines: LinesTable;
  line_texts: LineTextsTable;
  kept_sums: KeptSumsTable;
  issues: IssuesTable;
  issue_lines: IssueLinesTable;
  reopenings: ReopeningsTable;
  erasures: ErasuresTable;
  reports: ReportsTable;
  report_schedules: ReportSchedulesTable;
  used_up_rules: UsedUpRulesTable;
  holidays: HolidaysTable;
  report_responses: ReportResponsesTable;
  outbox: OutboxTable;
  offers: OffersTable;
  companies: CompaniesTable;
  alert_starts: AlertStartsTable;
  alerts: AlertsTable;
  post_files: PostFilesTable;
  board_settings: BoardSettingsTable;
  board_people: BoardPeopleTable;
  board_hidden_groups: BoardHiddenGroupsTable;
  handoffs: HandoffsTable;
  estimates: EstimatesTable;
  estimate_questions: EstimateQuestionsTable;
  work_norms: WorkNormsTable;
  skills: SkillsTable;
  capacity_days: CapacityDaysTable;
  absences: AbsencesTable;
  sprints: SprintsTable;
  sprint_revisions: SprintRevisionsTable;
  intakes: IntakesTable;
}

/** A row of a table as it is read. */
export type Row<T extends keyof Tables> = Selectable<Tables[T]>;
