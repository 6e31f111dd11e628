import type { TableName } from '../../base/db/tables/names.js';
import { csvKinds } from './csv-kinds.js';
import { tablesInArchive } from './tables-in-archive.js';

export interface ArchiveFacts {
  portal: string;
  zone: string;
  madeAt: string;
  /** Rows of each file. */
  files: readonly { file: string; rows: number }[];
}

const head = {
  ru: ({ portal, zone, madeAt }: ArchiveFacts) => [
    '# Данные приложения «Часы поддержки»',
    '',
    `Портал: ${portal}. Архив сделан ${madeAt}, часовой пояс ${zone}.`,
    '',
    '- `csv/` — таблицы для Excel: разделитель — запятая, UTF-8, первая строка — названия столбцов. Моменты времени — по часам портала, дни — ГГГГ-ММ-ДД, время работы — в секундах.',
    '  Если Excel показал всё в одном столбце, откройте файл через «Данные → Из текстового/CSV-файла».',
    '  Текст, который Excel принял бы за формулу, начинается с апострофа.',
    '- `data/` — всё, что хранит приложение: по строке JSON на запись (NDJSON). Моменты времени — миллисекунды с 1970 года (UTC).',
    '- `manifest.json` — список файлов с числом записей.',
    '',
    'В архиве нет ключей доступа к порталу, журнала обращений к нему и служебных отметок приложения.',
    'Имена и комментарии, которые были стёрты, в архив не попадают.',
  ],
  en: ({ portal, zone, madeAt }: ArchiveFacts) => [
    '# Data of the app “Support Hours”',
    '',
    `Portal: ${portal}. Made at ${madeAt}, time zone ${zone}.`,
    '',
    '- `csv/` — tables for spreadsheets: comma separated, UTF-8, column names in the first row. Moments are by the portal’s clock, days are YYYY-MM-DD, work is in seconds.',
    '  If Excel puts everything into one column, open the file by “Data → From Text/CSV”.',
    '  A text that a spreadsheet would take for a formula begins with an apostrophe.',
    '- `data/` — everything the app keeps: one JSON object a line (NDJSON). Moments are milliseconds since 1970 (UTC).',
    '- `manifest.json` — the files with their numbers of rows.',
    '',
    'The archive holds no keys to the portal, no journal of requests and no housekeeping marks of the app.',
    'Names and comments that were erased are not in it.',
  ],
};

/** What the files and their columns mean, for whoever opens the archive in five years. */
export function readmeText(language: 'ru' | 'en', facts: ArchiveFacts): string {
  const rowsOf = new Map(facts.files.map(({ file, rows }) => [file, rows]));
  const csv = csvKinds.flatMap(({ file, title, columns }) => [
    '',
    `### csv/${file} — ${title[language]} (${rowsOf.get(`csv/${file}`) ?? 0})`,
    '',
    ...columns.map((column) => `- \`${column.name}\` — ${column[language]}`),
  ]);
  const tables = (Object.keys(tablesInArchive) as TableName[]).flatMap((table) => {
    const words = tablesInArchive[table];
    if (words === null) return [];
    return [`- \`data/${table}.ndjson\` — ${words[language]} (${rowsOf.get(`data/${table}.ndjson`) ?? 0})`];
  });
  const titles = language === 'ru' ? ['## Таблицы', '## Все данные'] : ['## Tables', '## All data'];
  return [...head[language](facts), '', titles[0], ...csv, '', titles[1], '', ...tables, ''].join('\n');
}
