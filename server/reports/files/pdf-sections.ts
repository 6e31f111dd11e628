import type { Content, TableCell } from 'pdfmake/interfaces.js';
import { type ReportModel, zoneName } from '../../api/index.js';
import { formatDuration, formatMove } from '../../base/durations.js';
import type { Texts } from '../../base/i18n/index.js';
import { dayText } from '../report-days.js';
import { otherName, waiverNote, workTypeName } from '../report-figures.js';
import { colours, hoursCell, plain, plainLines, rowsLayout, sectionHead, together } from './pdf-look.js';

/** What follows the tasks: work types, corrections, courtesy, packages, movements, seal. Empty ones are left out. */
export function sectionContent(model: ReportModel, texts: Texts): Content[] {
  return [
    ...workTypes(model, texts),
    ...corrections(model, texts),
    ...waivers(model, texts),
    ...courtesy(model, texts),
    ...packages(model, texts),
    ...otherLines(model, texts),
    ...closing(model),
    seal(model, texts),
  ];
}

function workTypes({ workTypes: types }: ReportModel, texts: Texts): Content[] {
  if (types.length < 2) return [];
  const rows = types.map((one) => [
    plain(workTypeName(texts, one.workType)),
    hoursCell(formatDuration(one.billedSeconds)),
  ]);
  return [together(rows.length, sectionHead(texts('report.workTypesTitle'), null), pairs(rows))];
}

function corrections(model: ReportModel, texts: Texts): Content[] {
  if (model.corrections.length === 0) return [];
  const day = (iso: string): string => dayText(iso, model.language);
  const rows = model.corrections.map((one) => [
    {
      text: texts('report.correction', {
        day: day(one.day),
        person: plain(one.person),
        task: plain(one.taskTitle),
        was: formatDuration(one.wasSeconds),
        now: formatDuration(one.nowSeconds),
        noticed: day(one.noticedOn),
        issued: one.issuedIn ?? '—',
      }),
    },
    // What was taken back comes back to the balance.
    hoursCell(formatMove(one.wasSeconds - one.nowSeconds)),
  ]);
  return [together(rows.length, sectionHead(texts('report.correctionsTitle'), null), pairs(rows))];
}

function waivers(model: ReportModel, texts: Texts): Content[] {
  if (model.waivers.length === 0) return [];
  const given = model.waivers.reduce((sum, one) => sum + one.seconds, 0);
  const rows = model.waivers.map((one) => {
    const said = texts('report.waiver', {
      day: dayText(one.day, model.language),
      person: plain(one.person),
      task: plain(one.taskTitle),
      reason: plain(one.reason),
    });
    return [
      { text: [said, { text: ` (${waiverNote(texts, one)})`, color: colours.quiet }] },
      hoursCell(formatDuration(one.seconds)),
    ];
  });
  return [
    together(rows.length, sectionHead(texts('report.waiversTitle'), formatDuration(given)), pairs(rows)),
  ];
}

function courtesy(model: ReportModel, texts: Texts): Content[] {
  if (model.courtesy.length === 0) return [];
  const given = model.courtesy.reduce((sum, one) => sum + one.recordedSeconds, 0);
  const rows = model.courtesy.map((one) => [
    {
      text: [plain(one.taskTitle), { text: ` — ${texts(`courtesy.${one.reason}`)}`, color: colours.quiet }],
    },
    hoursCell(formatDuration(one.recordedSeconds)),
  ]);
  return [
    together(
      rows.length,
      sectionHead(texts('report.courtesyTitle'), formatDuration(given)),
      { text: texts('report.courtesyNote'), style: 'quiet', margin: [0, -4, 0, 6] },
      pairs(rows),
    ),
  ];
}

function packages(model: ReportModel, texts: Texts): Content[] {
  if (model.packages.length === 0) return [];
  const heading = (name: string): TableCell => hoursCell(texts(`report.${name}`), { style: 'quiet' });
  const rows = model.packages.map((one): TableCell[] => [
    {
      text: [
        plain(one.title) || texts('report.untitledPackage'),
        ...(one.expiresOn === null ? [] : [untilText(one.expiresOn, model, texts)]),
      ],
    },
    hoursCell(formatDuration(one.sizeSeconds)),
    hoursCell(formatDuration(one.spentHereSeconds)),
    hoursCell(formatDuration(one.leftSeconds), { bold: true }),
  ]);
  const head: TableCell[] = [
    { text: texts('report.package'), style: 'quiet' },
    ...['size', 'spentHere', 'left'].map(heading),
  ];
  const table = { headerRows: 1, dontBreakRows: true, widths: ['*', 62, 62, 62], body: [head, ...rows] };
  return [
    together(rows.length, sectionHead(texts('report.packagesTitle'), null), { table, layout: rowsLayout }),
  ];
}

function untilText(day: string, model: ReportModel, texts: Texts): Content {
  return { text: ` · ${texts('report.until', { day: dayText(day, model.language) })}`, color: colours.quiet };
}

function otherLines(model: ReportModel, texts: Texts): Content[] {
  if (model.otherLines.length === 0) return [];
  const rows = model.otherLines.map((one) => [
    plain(otherName(texts, one)),
    hoursCell(one.kind === 'cover' ? formatDuration(one.seconds) : formatMove(one.seconds)),
  ]);
  return [together(rows.length, sectionHead(texts('report.otherTitle'), null), pairs(rows))];
}

function closing({ closing: words }: ReportModel): Content[] {
  return words === undefined ? [] : [{ text: plainLines(words), fontSize: 10.5, margin: [0, 20, 0, 0] }];
}

function seal(model: ReportModel, texts: Texts): Content {
  const said = texts('report.seal', { seal: model.seal.slice(0, 16), position: model.position });
  return {
    unbreakable: true,
    stack: [
      { text: texts('reportFile.question'), margin: [0, 0, 0, 8] },
      { text: `${said} ${texts('report.sealNote')}`, style: 'quiet' },
      { text: texts('reportFile.zone', { zone: zoneName(model.timeZone, model.language) }), style: 'quiet' },
    ],
    margin: [0, 20, 0, 0],
  };
}

function pairs(rows: TableCell[][]): Content {
  return { table: { widths: ['*', 60], dontBreakRows: true, body: rows }, layout: rowsLayout };
}
