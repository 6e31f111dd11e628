import type { Content, TableCell } from 'pdfmake/interfaces.js';
import type { ReportModel } from '../../api/index.js';
import { formatDuration, formatMove } from '../../base/durations.js';
import type { Texts } from '../../base/i18n/index.js';
import { periodText } from '../report-days.js';
import { balanceMoves } from '../report-figures.js';
import { bareLayout, colours, plain, plainLines } from './pdf-look.js';

/** Whose report, which one, of which days; then the balance. */
export function headContent(model: ReportModel, texts: Texts): Content[] {
  return [
    titleBlock(model, texts),
    ...greeting(model),
    balanceBlock(model, texts),
    ...debtNote(model, texts),
  ];
}

function greeting({ greeting: words }: ReportModel): Content[] {
  return words === undefined ? [] : [{ text: plainLines(words), fontSize: 10.5, margin: [0, 0, 0, 16] }];
}

function titleBlock(model: ReportModel, texts: Texts): Content {
  const replaces = model.replaces === null ? [] : [texts('report.replaces', { number: model.replaces })];
  return {
    stack: [
      {
        columns: [
          { text: texts('reportFile.document'), style: 'quiet', width: '*', fontSize: 10 },
          {
            text: texts('report.title', { number: model.number }),
            bold: true,
            color: colours.accent,
            width: 'auto',
            fontSize: 13,
          },
        ],
      },
      { text: plain(model.clientName), fontSize: 24, bold: true, margin: [0, 2, 0, 4] },
      ...(model.ofPackage === null
        ? []
        : [{ text: texts('report.ofPackage', { title: plain(model.ofPackage) }), fontSize: 11 }]),
      { text: periodText(model, texts), fontSize: 11 },
      ...replaces.map((text) => ({
        text,
        color: colours.bad,
        margin: [0, 2, 0, 0] as [number, number, number, number],
      })),
    ],
    margin: [0, 0, 0, 16],
  };
}

/** The way from opening to closing balance at the left, where it led at the right. */
function balanceBlock(model: ReportModel, texts: Texts): Content {
  const rows: TableCell[][] = [
    [texts('report.opening'), { text: formatDuration(model.openingSeconds), alignment: 'right' }],
    ...balanceMoves(model).map((move): TableCell[] => [
      texts(`report.${move.name}`),
      { text: formatMove(move.seconds), alignment: 'right' },
    ]),
  ];
  const way = {
    table: { widths: ['*', 'auto'], body: rows },
    layout: { ...bareLayout, paddingTop: () => 2.5, paddingBottom: () => 2.5 },
  };
  const end = [
    { text: texts('report.closing'), color: colours.quiet, alignment: 'right' as const },
    {
      text: formatDuration(model.closingSeconds),
      ...{ fontSize: 30, bold: true, alignment: 'right' as const, lineHeight: 1 },
      color: model.closingSeconds < 0 ? colours.bad : colours.good,
    },
  ];
  return {
    table: {
      widths: ['*', 170],
      body: [
        [
          { ...way, fillColor: colours.soft },
          { stack: end, fillColor: colours.soft, verticalAlignment: 'middle' as const },
        ],
      ],
    },
    layout: {
      ...bareLayout,
      paddingLeft: () => 16,
      paddingRight: () => 16,
      paddingTop: () => 12,
      paddingBottom: () => 12,
    },
  };
}

function debtNote(model: ReportModel, texts: Texts): Content[] {
  if (model.overageSeconds <= 0) return [];
  const hours = formatDuration(model.overageSeconds);
  return [{ text: texts('report.overageNote', { hours }), color: colours.bad, margin: [0, 6, 0, 0] }];
}
