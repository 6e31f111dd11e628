import type { Content, TableCell } from 'pdfmake/interfaces.js';
import type { ReportModel } from '../../api/index.js';
import { formatDuration } from '../../base/durations.js';
import type { Texts } from '../../base/i18n/index.js';
import { dayText } from '../report-days.js';
import { billedIn } from '../report-figures.js';
import { colours, hoursCell, plain, rowsLayout, sectionHead, together } from './pdf-look.js';

type TaskSection = ReportModel['tasks'][number];

const WIDTHS = [54, 86, '*', 44];

/** Tasks with their rows; a task that goes on overleaf repeats its name there. */
export function taskContent(model: ReportModel, texts: Texts): Content[] {
  const page = new Map<string, string>();
  // The same few days stand in thousands of rows.
  const day = (iso: string): string => {
    const known = page.get(iso) ?? dayText(iso, model.language);
    page.set(iso, known);
    return known;
  };
  const section = (title: string, note: string | null, tasks: readonly TaskSection[]): Content[] => {
    const [first, ...others] = tasks;
    if (!first) return [];
    const head = sectionHead(texts(`report.${title}`), formatDuration(billedIn(tasks)));
    const below: Content[] = note === null ? [] : [{ text: note, style: 'quiet', margin: [0, -4, 0, 6] }];
    if (model.layout === 'brief') return [together(tasks.length, head, ...below, briefTasks(tasks, texts))];
    const opening = together(first.lines.length, head, ...below, oneTask(first, texts, day));
    return [opening, ...others.map((task) => oneTask(task, texts, day))];
  };
  return [
    ...section('tasksTitle', null, model.tasks),
    ...section('addedLaterTitle', texts('report.addedLaterNote'), model.addedLater),
  ];
}

/** Tasks without their single entries: one row each. */
function briefTasks(tasks: readonly TaskSection[], texts: Texts): Content {
  const heading = (name: string): TableCell => ({ text: texts(name), style: 'quiet' });
  const head = [
    heading('reportFile.task'),
    heading('report.who'),
    hoursCell(texts('report.hours'), { style: 'quiet' }),
  ];
  const rows = tasks.map((task): TableCell[] => [
    plain(task.title),
    plain(task.performers.map((one) => one.name).join(', ')),
    hoursCell(formatDuration(task.billedSeconds)),
  ]);
  return {
    table: { headerRows: 1, dontBreakRows: true, widths: ['*', 150, 46], body: [head, ...rows] },
    layout: rowsLayout,
  };
}

function oneTask(task: TaskSection, texts: Texts, day: (iso: string) => string): Content {
  const rows = task.lines.map((line): TableCell[] => [
    day(line.day),
    plain(line.person),
    commentCell(line.comment, texts),
    hoursCell(formatDuration(line.billedSeconds)),
  ]);
  return {
    table: {
      headerRows: 1,
      keepWithHeaderRows: 1,
      dontBreakRows: true,
      widths: WIDTHS,
      body: [headRow(task, texts), ...rows],
    },
    layout: rowsLayout,
    margin: [0, 0, 0, 9],
  };
}

function headRow(task: TaskSection, texts: Texts): TableCell[] {
  const fill = { fillColor: colours.soft };
  const notes = taskNotes(task, texts);
  const stack = [{ text: plain(task.title), bold: true }, ...notes.map((text) => ({ text, style: 'quiet' }))];
  return [
    { stack, colSpan: 3, ...fill },
    '',
    '',
    hoursCell(formatDuration(task.billedSeconds), { bold: true, ...fill }),
  ];
}

/** The timer's hours where they differ; who worked how long where it was more than one. */
function taskNotes(task: TaskSection, texts: Texts): string[] {
  const notes: string[] = [];
  if (task.performers.length > 1) {
    const shares = task.performers.map((one) => `${plain(one.name)} — ${formatDuration(one.billedSeconds)}`);
    notes.push(texts('report.performers', { names: shares.join(', ') }));
  }
  if (task.recordedSeconds !== task.billedSeconds) {
    notes.push(texts('report.recordedNote', { recorded: formatDuration(task.recordedSeconds) }));
  }
  return notes;
}

function commentCell(comment: string, texts: Texts): TableCell {
  const said = plain(comment);
  return said ? { text: said } : { text: texts('report.noComment'), color: colours.quiet, italics: true };
}
