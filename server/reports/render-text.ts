import { DateTime } from 'luxon';
import type { ReportModel } from '../api/index.js';
import { formatDuration } from '../base/durations.js';
import { type Texts, textsIn } from '../base/i18n/index.js';
import { type Block, type Card, b, escapeBb, escapeLine, splitParts } from '../portal/rest/index.js';

type TaskSection = ReportModel['tasks'][number];

interface Pen {
  model: ReportModel;
  card: Card;
  texts: Texts;
  day: (iso: string) => string;
}

/** Room for the line that says which part this is and its code. */
const PART_ROOM = 14_800;

/**
 * The report as the client reads it in the task: texts of at most 15 000 code points, in posting order.
 * Made from the model alone, so a stored model gives the same texts for ever.
 */
export function renderText(model: ReportModel, card: Card): string[] {
  const pen: Pen = { model, card, texts: textsIn(model.language), day: (iso) => dayText(iso, model.language) };
  return splitParts(card, reportBlocks(pen), PART_ROOM);
}

function reportBlocks(pen: Pen): Block[] {
  return [
    ...headBlocks(pen),
    ...taskBlocks(pen, 'tasksTitle', pen.model.tasks),
    ...workTypeBlocks(pen),
    ...laterBlocks(pen),
    ...correctionBlocks(pen),
    ...courtesyBlocks(pen),
    ...packageBlocks(pen),
    ...otherBlocks(pen),
    ...sealBlocks(pen),
  ];
}

function headBlocks(pen: Pen): Block[] {
  const { model, texts, day } = pen;
  const head = texts('report.head', { number: model.number, client: escapeLine(model.clientName) });
  const period =
    model.from === null || model.to === null
      ? texts('report.noWork')
      : texts('report.period', { from: day(model.from), to: day(model.to) });
  const replaces = model.replaces === null ? [] : [texts('report.replaces', { number: model.replaces })];
  return [{ text: [b(head), period, ...replaces].join('\n') }, summaryTable(pen)];
}

function summaryTable(pen: Pen): Block {
  const { model, texts } = pen;
  const moved = model.closingSeconds - model.openingSeconds;
  const otherMoves = moved - model.boughtSeconds + model.billedSeconds;
  const rows: [string, number][] = [
    [texts('report.opening'), model.openingSeconds],
    [texts('report.bought'), model.boughtSeconds],
    [texts('report.billed'), -model.billedSeconds],
  ];
  if (otherMoves !== 0) rows.push([texts('report.otherMoves'), otherMoves]);
  const closing: [string, number] = [texts('report.closing'), model.closingSeconds];
  return {
    rows: rows.map(([name, seconds]) => [name, formatDuration(seconds)]),
    total: [closing[0], formatDuration(closing[1])],
  };
}

function taskBlocks(pen: Pen, title: string, sections: readonly TaskSection[]): Block[] {
  if (sections.length === 0) return [];
  const { texts } = pen;
  return [{ text: `\n${b(texts(`report.${title}`))}` }, ...sections.flatMap((section) => oneTask(pen, section))];
}

function oneTask(pen: Pen, section: TaskSection): Block[] {
  const { texts, card, day } = pen;
  const total = formatDuration(section.billedSeconds);
  const recorded =
    section.recordedSeconds === section.billedSeconds
      ? ''
      : ` (${texts('report.recordedNote', { recorded: formatDuration(section.recordedSeconds) })})`;
  const head: Block = { text: `${b(escapeLine(section.title))} — ${total}${recorded}` };
  const rows = section.lines.map((line) => ({
    ...line,
    comment: line.comment.trim() || texts('report.noComment'),
    hours: formatDuration(line.billedSeconds),
  }));
  if (card === 'new') {
    const lines = rows.map((row) => `• ${shortDay(row.day)} · ${row.hours} · ${escapeLine(row.person)} — ${escapeBb(row.comment)}`);
    return [head, { text: lines.join('\n') }];
  }
  return [
    head,
    {
      header: [texts('report.work'), texts('report.who'), texts('report.day'), texts('report.hours')],
      rows: rows.map((row) => [row.comment, row.person, day(row.day), row.hours]),
    },
  ];
}

function workTypeBlocks(pen: Pen): Block[] {
  const { model, texts } = pen;
  if (model.workTypes.length < 2) return [];
  return [
    { text: `\n${b(texts('report.workTypesTitle'))}` },
    {
      rows: model.workTypes.map((row) => [workTypeName(texts, row.workType), formatDuration(row.billedSeconds)]),
    },
  ];
}

function laterBlocks(pen: Pen): Block[] {
  const { model, texts } = pen;
  if (model.addedLater.length === 0) return [];
  const [title, ...sections] = taskBlocks(pen, 'addedLaterTitle', model.addedLater);
  return [...(title ? [title] : []), { text: texts('report.addedLaterNote') }, ...sections];
}

function correctionBlocks(pen: Pen): Block[] {
  const { model, texts, day } = pen;
  if (model.corrections.length === 0) return [];
  const lines = model.corrections.map((row) =>
    texts('report.correction', {
      day: day(row.day),
      person: escapeLine(row.person),
      task: escapeLine(row.taskTitle),
      was: formatDuration(row.wasSeconds),
      now: formatDuration(row.nowSeconds),
      noticed: day(row.noticedOn),
      issued: row.issuedIn ?? '—',
    }),
  );
  return [{ text: [`\n${b(texts('report.correctionsTitle'))}`, ...lines.map((line) => `• ${line}`)].join('\n') }];
}

function courtesyBlocks(pen: Pen): Block[] {
  const { model, texts } = pen;
  if (model.courtesy.length === 0) return [];
  return [
    { text: `\n${b(texts('report.courtesyTitle'))}\n${texts('report.courtesyNote')}` },
    {
      rows: model.courtesy.map((row) => [
        `${row.taskTitle} (${texts(`courtesy.${row.reason}`)})`,
        formatDuration(row.recordedSeconds),
      ]),
    },
  ];
}

function packageBlocks(pen: Pen): Block[] {
  const { model, texts, day } = pen;
  if (model.packages.length === 0) return [];
  const rows = model.packages.map((row) => [
    [row.title || texts('report.untitledPackage'), row.expiresOn ? texts('report.until', { day: day(row.expiresOn) }) : '']
      .filter(Boolean)
      .join(', '),
    formatDuration(row.sizeSeconds),
    formatDuration(row.spentHereSeconds),
    formatDuration(row.leftSeconds),
  ]);
  const header = [texts('report.package'), texts('report.size'), texts('report.spentHere'), texts('report.left')];
  return [{ text: `\n${b(texts('report.packagesTitle'))}` }, { header, rows }];
}

function otherBlocks(pen: Pen): Block[] {
  const { model, texts } = pen;
  if (model.otherLines.length === 0) return [];
  const rows = model.otherLines.map((row) => [
    [texts(`lineKind.${row.kind}`), row.title].filter(Boolean).join(': '),
    formatDuration(row.seconds),
  ]);
  return [{ text: `\n${b(texts('report.otherTitle'))}` }, { rows }];
}

function sealBlocks(pen: Pen): Block[] {
  const { model, texts } = pen;
  const seal = texts('report.seal', { seal: model.seal.slice(0, 16), position: model.position });
  return [{ text: `\n${seal}\n${texts('report.sealNote')}` }];
}

/** A work type in words; one that a portal made up itself shows under its own name. */
function workTypeName(texts: Texts, workType: string): string {
  const name = texts(`workType.${workType}`);
  return name === `workType.${workType}` ? workType : name;
}

function dayText(iso: string, language: 'ru' | 'en'): string {
  return DateTime.fromISO(iso).setLocale(language).toFormat(language === 'ru' ? 'dd.MM.yyyy' : 'd MMM yyyy');
}

function shortDay(iso: string): string {
  return DateTime.fromISO(iso).toFormat('dd.MM');
}
