import type { TableName } from '../../base/db/tables/names.js';
import type { PlainRow } from './archive-view.js';
import { type Books, momentIn } from './books.js';
import type { Words } from './tables-in-archive.js';

type Cell = string | number | null | undefined;

export interface CsvColumn extends Words {
  name: string;
  value: (row: PlainRow, books: Books) => Cell;
}

/** One CSV file: rows of one table, told so that a spreadsheet's reader understands them. */
export interface CsvKind {
  file: string;
  title: Words;
  table: TableName;
  columns: readonly CsvColumn[];
}

const clientColumns: readonly CsvColumn[] = [
  plain('client_id', 'номер клиента', 'number of the client'),
  named('client', 'клиент', 'client', 'client_id', 'clients'),
];
const taskColumns: readonly CsvColumn[] = [
  plain('task_id', 'номер задачи на портале', 'number of the task on the portal'),
  named('task', 'задача', 'task', 'task_id', 'tasks'),
];
const byColumns: readonly CsvColumn[] = [
  plain('user_id', 'номер сотрудника на портале', 'number of the person on the portal'),
  named('person', 'сотрудник', 'person', 'user_id', 'people'),
];
const seconds = plain('seconds', 'секунды (часы = секунды / 3600)', 'seconds (hours = seconds / 3600)');
const reason = plain('reason', 'причина', 'reason');

export const csvKinds: readonly CsvKind[] = [
  kind(
    'clients',
    'clients',
    ['клиенты', 'clients'],
    [
      plain('client_id', 'номер клиента', 'number of the client'),
      plain('name', 'название', 'name'),
      plain('time_zone', 'часовой пояс', 'time zone'),
      plain('accounting_starts_on', 'учёт с этого дня', 'accounting starts on this day'),
      plain('opening_balance_seconds', 'начальный остаток, секунды', 'opening balance, seconds'),
      plain('report_task_id', 'задача для отчётов', 'task of the reports'),
      plain('company_id', 'компания CRM', 'CRM company'),
      moment('created_at', 'заведён', 'made at'),
      moment('archived_at', 'убран в архив', 'archived at'),
    ],
  ),
  kind(
    'packages',
    'packages',
    ['пакеты часов', 'packages'],
    [
      ...clientColumns,
      plain('package_id', 'номер пакета', 'number of the package'),
      plain('title', 'название', 'title'),
      plain('source', 'откуда взялся', 'where it came from'),
      moment('bought_at', 'куплен', 'bought at'),
      plain('valid_from', 'действует с', 'valid from'),
      plain('expires_on', 'последний день', 'last usable day'),
      plain('price_minor', 'цена в копейках или центах', 'price in minor units'),
      plain('currency', 'валюта', 'currency'),
      plain('vat_note', 'НДС', 'VAT note'),
    ],
  ),
  kind(
    'package-changes',
    'package_changes',
    ['изменения пакетов', 'changes of packages'],
    [
      ...clientColumns,
      plain('package_id', 'номер пакета', 'number of the package'),
      plain('what', 'что сделано', 'what was done'),
      seconds,
      plain('on_day', 'день', 'day'),
      reason,
      ...byColumns,
      moment('made_at', 'когда', 'when'),
    ],
  ),
  kind(
    'ledger',
    'lines',
    ['строки проводок', 'ledger lines'],
    [
      ...clientColumns,
      plain('posting', 'проводка', 'posting'),
      plain('line', 'строка', 'line'),
      plain('kind', 'вид строки', 'kind of line'),
      plain('seconds', 'секунды к списанию, со знаком', 'billed seconds, signed'),
      plain('recorded_seconds', 'секунды по таймеру, со знаком', 'recorded seconds, signed'),
      plain('package_id', 'пакет', 'package'),
      plain('work_day', 'день работы', 'day of the work'),
      plain('task_id', 'задача', 'task'),
      text('task', 'taskTitle', 'название задачи', 'title of the task'),
      plain('entry_id', 'запись времени', 'time entry'),
      text('person', 'person', 'кто работал', 'who worked'),
      text('comment', 'comment', 'что сделано', 'what was done'),
      plain('work_type', 'вид работ', 'work type'),
      reason,
      plain('reverses_posting', 'отменяет проводку', 'reverses posting'),
      plain('reverses_line', 'отменяет строку', 'reverses line'),
      plain('report_number', 'отчёт', 'report'),
      plain('hash', 'печать строки', 'seal of the line'),
    ],
  ),
  kind(
    'time-entries',
    'time_entries',
    ['записи времени', 'time entries'],
    [
      plain('entry_id', 'номер записи', 'number of the entry'),
      ...taskColumns,
      {
        ...plain('client', 'клиент, чья сейчас группа', 'client who has the group now'),
        value: (row, books) => books.clients.get(books.owners.get(Number(row['group_id'])) ?? 0),
      },
      named('group', 'группа', 'group', 'group_id', 'groups'),
      ...byColumns,
      seconds,
      plain('comment', 'комментарий', 'comment'),
      moment('worked_at', 'когда работали', 'worked at'),
      moment('made_at', 'когда записано', 'recorded at'),
      plain('state', 'live — есть, deleted — удалена', 'live, or deleted'),
    ],
  ),
  kind(
    'reports',
    'issues',
    ['выпущенные отчёты', 'issued reports'],
    [
      ...clientColumns,
      plain('number', 'номер отчёта', 'number of the report'),
      moment('issued_at', 'выпущен', 'issued at'),
      plain('opening_seconds', 'остаток на начало, секунды', 'opening balance, seconds'),
      plain('closing_seconds', 'остаток на конец, секунды', 'closing balance, seconds'),
      plain('seen_position', 'по проводку', 'up to posting'),
      plain('replaces', 'вместо отчёта', 'replaces report'),
      plain('seal', 'печать', 'seal'),
    ],
  ),
  kind(
    'report-answers',
    'report_responses',
    ['ответы на отчёты', 'answers to reports'],
    [
      ...clientColumns,
      plain('number', 'номер отчёта', 'number of the report'),
      plain('what', 'что сказано', 'what was said'),
      plain('entry_id', 'о какой записи', 'about which entry'),
      plain('text', 'словами', 'in words'),
      plain('seconds', 'возвращено секунд', 'seconds given back'),
      plain('how', 'как получено', 'how it came'),
      plain('link', 'ссылка на комментарий', 'link to the comment'),
      ...byColumns,
      moment('at', 'когда', 'when'),
    ],
  ),
  kind(
    'waivers',
    'waivers',
    ['возвращённые часы', 'hours given back'],
    [
      ...clientColumns,
      plain('entry_id', 'запись времени', 'time entry'),
      seconds,
      reason,
      moment('noticed_at', 'когда', 'when'),
    ],
  ),
  kind(
    'terms',
    'terms',
    ['версии условий', 'versions of the terms'],
    [
      plain('client_id', 'номер клиента, 0 — общие', 'number of the client, 0 = of the portal'),
      named('client', 'клиент', 'client', 'client_id', 'clients'),
      plain('version', 'версия', 'version'),
      plain('effective_from', 'действует с', 'effective from'),
      moment('created_at', 'когда заданы', 'set at'),
      plain('body', 'условия, JSON', 'terms, JSON'),
    ],
  ),
  kind(
    'alerts',
    'alerts',
    ['что требовало внимания', 'what needed attention'],
    [
      ...clientColumns,
      plain('kind', 'вид', 'kind'),
      plain('state', 'open — есть, closed — снято', 'open, or closed'),
      plain('facts', 'цифры, JSON', 'figures, JSON'),
      moment('raised_at', 'появилось', 'raised at'),
      moment('closed_at', 'снято', 'closed at'),
      moment('told_at', 'сообщено менеджерам', 'managers told at'),
      moment('told_client_at', 'сообщено клиенту', 'client told at'),
      moment('seen_at', 'просмотрено', 'seen at'),
    ],
  ),
  kind(
    'actions',
    'actions',
    ['кто что изменил', 'who changed what'],
    [
      moment('at', 'когда', 'when'),
      ...byColumns,
      plain('what', 'действие', 'action'),
      ...clientColumns,
      reason,
      plain('before', 'было, JSON', 'before, JSON'),
      plain('after', 'стало, JSON', 'after, JSON'),
    ],
  ),
  kind(
    'tasks',
    'tasks',
    ['задачи', 'tasks'],
    [
      plain('task_id', 'номер задачи', 'number of the task'),
      plain('title', 'название', 'title'),
      named('group', 'группа', 'group', 'group_id', 'groups'),
      plain('status', 'статус на портале', 'status on the portal'),
      named('responsible', 'исполнитель', 'performer', 'responsible_id', 'people'),
      moment('deadline_at', 'срок', 'deadline'),
      moment('created_at', 'создана', 'made at'),
      moment('closed_at', 'завершена', 'completed at'),
      plain('estimate_seconds', 'оценка, секунды', 'estimate, seconds'),
      plain('spent_seconds', 'затрачено, секунды', 'spent, seconds'),
      plain('tags', 'метки', 'tags'),
      plain('state', 'live, deleted или out-of-sight', 'live, deleted, or out-of-sight'),
    ],
  ),
  kind(
    'people',
    'users',
    ['люди', 'people'],
    [
      plain('user_id', 'номер', 'number'),
      plain('name', 'имя', 'name'),
      plain('user_type', 'employee — сотрудник, extranet — гость', 'employee, extranet, …'),
      plain('active', '1 — работает', '1 = active'),
      plain('work_position', 'должность', 'position'),
    ],
  ),
  kind(
    'posts',
    'outbox',
    ['отправленное на портал', 'what was posted'],
    [
      ...clientColumns,
      plain('kind', 'вид', 'kind'),
      plain('state', 'состояние', 'state'),
      moment('created_at', 'поставлено в очередь', 'queued at'),
      moment('sent_at', 'отправлено', 'sent at'),
      plain('payload', 'что отправлено, JSON', 'what was posted, JSON'),
      plain('result', 'ответ портала, JSON', 'answer of the portal, JSON'),
    ],
  ),
];

function kind(
  name: string,
  table: TableName,
  [ru, en]: readonly [string, string],
  columns: readonly CsvColumn[],
): CsvKind {
  return { file: `${name}.csv`, title: { ru, en }, table, columns };
}

function plain(name: string, ru: string, en: string): CsvColumn {
  return { name, ru, en, value: (row) => row[name] };
}

function moment(name: string, ru: string, en: string): CsvColumn {
  return { name, ru, en, value: (row, books) => momentIn(books, row[name]) };
}

/** Of ledger lines: what is kept beside the line, erasable. */
function text(name: string, field: string, ru: string, en: string): CsvColumn {
  return { name, ru, en, value: (row) => row[`text:${field}`] };
}

function named(
  name: string,
  ru: string,
  en: string,
  id: string,
  book: 'people' | 'clients' | 'groups' | 'tasks',
): CsvColumn {
  return { name, ru, en, value: (row, books) => books[book].get(Number(row[id])) };
}
