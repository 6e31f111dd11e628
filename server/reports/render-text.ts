import type { ReportModel } from '../api/index.js';
import { formatDuration, formatMove } from '../base/durations.js';
import { type Texts, textsIn } from '../base/i18n/index.js';
import { type Block, type Card, b, escapeBb, escapeLine, splitParts } from '../portal/rest/index.js';
import { howToAnswerText } from './acceptance-texts.js';
import { dayText, periodText, shortDayText } from './report-days.js';
import { balanceMoves, billedIn, otherName, waiverNote, workTypeName } from './report-figures.js';

type TaskSection = ReportModel['tasks'][number];

interface Pen {
  model: ReportModel;
  card: Card;
  texts: Texts;
  day: (iso: string) => string;
  shortDay: (iso: string) => string;
}

/** Room for the line that says which part this is and its code. */
const PART_ROOM = 14_800;

/**
 * The report as the client reads it in the task: texts of at most 15 000 code points, in posting order.
 * Made from the model alone, so a stored model gives the same texts for ever.
 */
export function renderText(model: ReportModel, card: Card): string[] {
  const { language } = model;
  const texts = textsIn(language);
  const day = (iso: string): string => dayText(iso, language);
  const pen: Pen = { model, card, texts, day, shortDay: (iso) => shortDayText(iso, language) };
  return splitParts(card, reportBlocks(pen), PART_ROOM).map((part) => part.replace(/^\n+/, ''));
}

function reportBlocks(pen: Pen): Block[] {
  return [
    ...headBlocks(pen),
    ...taskBlocks(pen, 'tasksTitle', pen.model.tasks),
    ...workTypeBlocks(pen),
    ...laterBlocks(pen),
    ...correctionBlocks(pen),
    ...waiverBlocks(pen),
    ...courtesyBlocks(pen),
    ...packageBlocks(pen),
    ...otherBlocks(pen),
    ...ownWords(pen.model.closing),
    ...sealBlocks(pen),
  ];
}

function headBlocks(pen: Pen): Block[] {
  const { model, texts } = pen;
  const head = texts('report.head', { number: model.number, client: escapeLine(model.clientName) });
  const replaces = model.replaces === null ? [] : [texts('report.replaces', { number: model.replaces })];
  return [
    { text: [b(head), ...packageLine(pen), periodText(model, texts), ...replaces].join('\n') },
    ...ownWords(model.greeting),
    summaryTable(pen),
    ...debtNote(pen),
  ];
}

/** A paragraph of the vendor's, with its line breaks. */
function ownWords(text: string | undefined): Block[] {
  return text === undefined ? [] : [{ text: `\n${escapeBb(text)}` }];
}

function packageLine({ model, texts }: Pen): string[] {
  return model.ofPackage === null ? [] : [texts('report.ofPackage', { title: escapeLine(model.ofPackage) })];
}

/** Opening balance, everything that moved it, closing balance; what did not move is left out. */
function summaryTable({ model, texts }: Pen): Block {
  return {
    rows: [
      [texts('report.opening'), formatDuration(model.openingSeconds)],
      ...balanceMoves(model).map(({ name, seconds }) => [texts(`report.${name}`), formatMove(seconds)]),
    ],
    total: [texts('report.closing'), formatDuration(model.closingSeconds)],
  };
}

function debtNote({ model, texts }: Pen): Block[] {
  if (model.overageSeconds <= 0) return [];
  return [{ text: texts('report.overageNote', { hours: formatDuration(model.overageSeconds) }) }];
}

function taskBlocks(pen: Pen, title: string, sections: readonly TaskSection[]): Block[] {
  if (sections.length === 0) return [];
  const head = titleWithSum(pen, title, billedIn(sections));
  if (pen.model.layout === 'brief') return [{ text: head }, briefTasks(pen, sections)];
  return [{ text: head }, ...sections.flatMap((section) => oneTask(pen, section))];
}

function briefLine(section: TaskSection): string {
  const people = section.performers.map((one) => escapeLine(one.name)).join(', ');
  return `• ${escapeLine(section.title)} — ${formatDuration(section.billedSeconds)} (${people})`;
}

/** One row per task: what a client reads who does not want every entry. */
function briefTasks({ texts, card }: Pen, sections: readonly TaskSection[]): Block {
  if (card === 'new') return { text: sections.map(briefLine).join('\n') };
  return {
    header: [texts('reportFile.task'), texts('report.who'), texts('report.hours')],
    rows: sections.map((section) => [
      section.title,
      section.performers.map((one) => one.name).join(', '),
      formatDuration(section.billedSeconds),
    ]),
  };
}

function oneTask(pen: Pen, section: TaskSection): Block[] {
  const { texts, card, day } = pen;
  const head = taskHead(pen, section);
  const rows = section.lines.map((line) => ({
    ...line,
    comment: line.comment.trim() || texts('report.noComment'),
    hours: formatDuration(line.billedSeconds),
  }));
  if (card === 'new') {
    const lines = rows.map(
      (row) =>
        `• ${pen.shortDay(row.day)} · ${row.hours} · ${escapeLine(row.person)} — ${escapeLine(row.comment)}`,
    );
    return [{ text: [head, ...lines].join('\n') }];
  }
  return [
    { text: head },
    {
      header: [texts('report.day'), texts('report.who'), texts('report.work'), texts('report.hours')],
      rows: rows.map((row) => [day(row.day), row.person, row.comment, row.hours]),
    },
  ];
}

/** Title and hours; the timer's hours where they differ; who worked how long where it was more than one. */
function taskHead({ texts }: Pen, section: TaskSection): string {
  const total = formatDuration(section.billedSeconds);
  const recorded =
    section.recordedSeconds === section.billedSeconds
      ? ''
      : ` (${texts('report.recordedNote', { recorded: formatDuration(section.recordedSeconds) })})`;
  const head = `\n${b(escapeLine(section.title))} — ${total}${recorded}`;
  if (section.performers.length < 2) return head;
  const shares = section.performers.map(
    (one) => `${escapeLine(one.name)} — ${formatDuration(one.billedSeconds)}`,
  );
  return `${head}\n${texts('report.performers', { names: shares.join(', ') })}`;
}

function workTypeBlocks(pen: Pen): Block[] {
  const { model, texts } = pen;
  if (model.workTypes.length < 2) return [];
  return [
    { text: titleOf(pen, 'workTypesTitle') },
    {
      rows: model.workTypes.map((row) => [
        workTypeName(texts, row.workType),
        formatDuration(row.billedSeconds),
      ]),
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
  return [{ text: [titleOf(pen, 'correctionsTitle'), ...lines.map((line) => `• ${line}`)].join('\n') }];
}

function waiverBlocks(pen: Pen): Block[] {
  const { model, texts, day } = pen;
  if (model.waivers.length === 0) return [];
  const given = model.waivers.reduce((sum, row) => sum + row.seconds, 0);
  const lines = model.waivers.map((row) => {
    const said = texts('report.waiver', {
      day: day(row.day),
      person: escapeLine(row.person),
      task: escapeLine(row.taskTitle),
      reason: escapeLine(row.reason),
    });
    return `• ${said} — ${formatDuration(row.seconds)} (${waiverNote(texts, row)})`;
  });
  return [{ text: [titleWithSum(pen, 'waiversTitle', given), ...lines].join('\n') }];
}

function courtesyBlocks(pen: Pen): Block[] {
  const { model, texts } = pen;
  if (model.courtesy.length === 0) return [];
  const given = model.courtesy.reduce((sum, row) => sum + row.recordedSeconds, 0);
  return [
    { text: `${titleWithSum(pen, 'courtesyTitle', given)}\n${texts('report.courtesyNote')}` },
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
    [
      row.title || texts('report.untitledPackage'),
      row.expiresOn ? texts('report.until', { day: day(row.expiresOn) }) : '',
    ]
      .filter(Boolean)
      .join(', '),
    formatDuration(row.sizeSeconds),
    formatDuration(row.spentHereSeconds),
    formatDuration(row.leftSeconds),
  ]);
  const header = [
    texts('report.package'),
    texts('report.size'),
    texts('report.spentHere'),
    texts('report.left'),
  ];
  return [{ text: titleOf(pen, 'packagesTitle') }, { header, rows }];
}

function otherBlocks(pen: Pen): Block[] {
  const { model, texts } = pen;
  if (model.otherLines.length === 0) return [];
  const rows = model.otherLines.map((row) => [
    otherName(texts, row),
    row.kind === 'cover' ? formatDuration(row.seconds) : formatMove(row.seconds),
  ]);
  return [{ text: titleOf(pen, 'otherTitle') }, { rows }];
}

function sealBlocks(pen: Pen): Block[] {
  const { model, texts } = pen;
  const seal = texts('report.seal', { seal: model.seal.slice(0, 16), position: model.position });
  return [{ text: `\n${answerNote(pen)}\n\n${seal} ${texts('report.sealNote')}` }];
}

/** Reports of earlier versions keep their words. */
function answerNote({ model, texts }: Pen): string {
  const { howToAnswer, language } = model;
  return howToAnswer ? howToAnswerText({ texts, language }, howToAnswer) : texts('report.disputeNote');
}

function titleOf({ texts }: Pen, title: string): string {
  return `\n${b(texts(`report.${title}`))}`;
}

function titleWithSum({ texts }: Pen, title: string, seconds: number): string {
  return `\n${b(`${texts(`report.${title}`)} — ${formatDuration(seconds)}`)}`;
}
