import type { TableName } from '../../base/db/tables/names.js';

export interface Words {
  ru: string;
  en: string;
}

/**
 * What of the portal goes into its archive: every table with a word about it, or null for what stays out. A table that is
 * missing here does not compile: somebody has to decide that nothing in it is secret. Columns named `…_sealed` never leave.
 */
export const tablesInArchive: Record<TableName, Words | null> = {
  portals: words('портал и как он подключён, без ключей', 'the portal and how it is connected, without keys'),
  portal_tokens: null,
  portal_settings: words('настройки портала', 'settings of the portal'),
  rest_calls: null,
  rest_use: null,
  inbox: words(
    'события портала, которые ещё не разобраны',
    'events of the portal that are not worked through yet',
  ),
  job_runs: null,
  progress: null,
  users: words('люди портала', 'people of the portal'),
  workgroups: words('рабочие группы', 'workgroups'),
  group_members: words('участники групп', 'members of groups'),
  tasks: words('задачи', 'tasks'),
  task_moves: words('переносы задач между группами', 'moves of tasks between groups'),
  time_entries: words('записи времени', 'time entries'),
  running_timers: words('идущие таймеры', 'running timers'),
  cursors: words('докуда прочитан портал', 'how far the portal was read'),
  disappearances: words(
    'исчезнувшее время и что о нём решили',
    'vanished time and what was decided about it',
  ),
  actions: words('кто, что и когда изменил', 'who changed what and when'),
  roles: words('роли, назначенные в приложении', 'roles given in the app'),
  role_changes: words('сколько раз роль меняли', 'how often a role was changed'),
  visits: words('кто и когда открывал приложение', 'who opened the app and when'),
  clients: words('клиенты', 'clients'),
  client_groups: words('группы клиентов', 'groups of clients'),
  group_tenures: words('какая группа когда была чьей', 'which group was whose and when'),
  client_managers: words('менеджеры клиентов', 'managers of clients'),
  special_groups: words('группы разработки и бесплатной поддержки', 'groups of development and free support'),
  terms: words('версии условий', 'versions of the terms'),
  work_marks: words('вид работ, указанный вручную', 'work types marked by hand'),
  work_rules: words('правила видов работ', 'rules of work types'),
  packages: words('пакеты часов', 'packages'),
  package_changes: words('что делали с пакетами', 'what was done with packages'),
  waivers: words('часы, возвращённые клиенту', 'hours given back'),
  postings: words('проводки', 'postings'),
  lines: words('строки проводок', 'ledger lines'),
  line_texts: words('имена и комментарии строк', 'names and comments of ledger lines'),
  kept_sums: words('накопленные суммы', 'kept sums'),
  issues: words('выпущенные отчёты с их содержанием', 'issued reports with their content'),
  issue_lines: words('какие строки вошли в какой отчёт', 'which lines are in which report'),
  reopenings: words('отозванные отчёты', 'reopened reports'),
  erasures: words('что и когда было стёрто', 'what was erased and when'),
  reports: words('черновики и отправка отчётов', 'drafts, and how reports were posted'),
  report_schedules: words('расписания отчётов', 'schedules of reports'),
  used_up_rules: words('отчёты по окончании пакета', 'reports when a package ends'),
  holidays: words('праздники и рабочие выходные', 'holidays and worked days off'),
  report_responses: words('ответы клиентов на отчёты', 'what clients said about reports'),
  outbox: words('что отправлено на портал', 'what was posted to the portal'),
  offers: words('предложенные пакеты', 'offered packages'),
  companies: words('компании CRM, привязанные к клиентам', 'CRM companies of clients'),
  alert_starts: words('с какого времени следим за клиентом', 'since when a client is watched'),
  alerts: words('что требовало внимания', 'what needed attention'),
  post_files: words('файлы отчётов (base64)', 'files of reports (base64)'),
  board_settings: words('настройки доски', 'settings of the board'),
  board_people: words('люди на доске', 'people on the board'),
  board_hidden_groups: words('группы, которых нет на доске', 'groups that are not on the board'),
  handoffs: words('передачи работы', 'hand-offs'),
  estimates: words('оценки задач', 'estimates of tasks'),
  estimate_questions: words('вопросы к оценкам', 'questions about estimates'),
  work_norms: words('рабочее время людей', 'how much people work'),
  capacity_days: words('дни, указанные вручную', 'days of people typed by hand'),
  skills: words('навыки, указанные вручную', 'skills set by hand'),
  absences: words('отсутствия', 'absences'),
  sprints: words('недели плана', 'weeks of the plan'),
  sprint_revisions: words('опубликованные планы', 'published plans'),
  intakes: words('срочные и критические задачи недели', 'urgent and critical tasks of the week'),
};

function words(ru: string, en: string): Words {
  return { ru, en };
}
