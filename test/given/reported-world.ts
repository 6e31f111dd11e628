import type { Cut, ReportModel } from '../../server/api/index.js';
import {
  type CutPoint,
  balanceEffectOf,
  type KeptLine,
  type ReportLines,
} from '../../server/ledger/index.js';
import { sumsOf } from '../../server/ledger/kept-sums-store.js';
import { packageViews } from '../../server/ledger/package-view.js';
import { linesAtCut } from '../../server/ledger/rules/cut.js';
import type { StandingLine } from '../../server/ledger/rules/difference.js';
import type { Facts } from '../../server/ledger/rules/types.js';
import { type ReportFrame, buildModel } from '../../server/reports/build-model.js';
import { cutPoint } from '../../server/reports/cut-point.js';
import { frameOfModel } from '../../server/reports/report-frame.js';
import { reportParts } from '../../server/reports/report-parts.js';
import type { GrantedWaiver } from '../../server/reports/rules/given-back.js';
import { type Change, type CutChoice, apply, cutOf } from './ledger-changes.js';
import { dayAt, instant } from './ledger-days.js';
import { type History, append, heldAsOf, latestOf, sealAsOf } from './ledger-history.js';
import { type World, issue, keyOf, newWorld, post } from './ledger-world.js';
import { type PackageBook, newBook, note, noteMade } from './package-book.js';
import { balanceOf, sumsOf as movedBy } from './sums.js';

/** A report as it was issued, to the letter. */
export interface Letter {
  model: string;
  texts: string;
}

/** A world whose reports are written out; beside it everything that only the store would know. */
export interface ReportedWorld {
  world: World;
  history: History;
  book: PackageBook;
  /** Lines that people posted: the world knows only what became of its packages. */
  byHand: KeptLine[];
  waivers: GrantedWaiver[];
  /** What people, tasks and the client are called now, and how reports look. */
  dress: Pick<ReportFrame, 'language' | 'layout' | 'greeting' | 'closing'> & { name: string };
  issued: Letter[];
}

export function reportedWorld(start: Facts, dress: ReportedWorld['dress']): ReportedWorld {
  const nothing = { history: { rows: [], issues: [] }, book: newBook(), byHand: [], waivers: [], issued: [] };
  const reported = { world: newWorld(start), dress, ...nothing };
  postHours(reported);
  return reported;
}

/** One fact arrives; what a person does with a package is posted by itself. */
export function happen(reported: ReportedWorld, change: Change): void {
  const { world, waivers, book } = reported;
  const before = world.facts.packages;
  if ('waiver' in change) {
    const waiver = { ...change.waiver, waiverId: waivers.length + 1 };
    const noticedAt = instant(0) + Date.parse(world.today) - Date.parse(dayAt(instant(0)));
    waivers.push({ ...waiver, reason: `спор ${waiver.waiverId}`, noticedAt });
    apply(world, { ...change, waiver });
  } else apply(world, change);
  const lines = note(book, change, { before, now: world.facts.packages, today: world.today });
  if (lines.length === 0) return;
  world.postings += 1;
  const made = lines.map((line, index) => kept({ ...line, posting: world.postings, line: index + 1 }));
  reported.byHand.push(...made);
  reported.history = append(reported.history, world.postings, { reverses: [], made });
}

export function postHours(reported: ReportedWorld): void {
  const { world, dress } = reported;
  const { reverse, add } = post(world);
  noteMade(reported.book, world.facts.packages);
  const made = add.map((line, index) => ({
    ...kept({ ...line, posting: world.postings, line: index + 1 }),
    texts: line.entryId === null ? null : textsNow(line, dress.name),
  }));
  reported.history = append(reported.history, world.postings, { reverses: reverse.map(keyOf), made });
}

/** Issues the next report from what stands now; one that would hold nothing is not issued. */
export function issueReport(reported: ReportedWorld, choice: CutChoice): void {
  const { world, history } = reported;
  const cut = cutFor(cutOf(world, choice));
  const frame = frameNow(reported, cut);
  const point = cutPoint(cut, frame.timeZone);
  const held = heldNow(reported, point);
  if (held.lines.length === 0) return;
  const position = world.postings;
  const seal = history.rows.at(-1)?.seal ?? '';
  reported.issued.push(written(build(reported, { frame, cut, position, held, seal })));
  issue(world, point);
  const { number, closingSeconds } = held;
  const lines = held.lines.map(keyOf);
  reported.byHand = reported.byHand.map((line) => ({ ...line, reportNumber: line.reportNumber ?? number }));
  const issued = { number, closingSeconds, lines, cut: point, posting: (world.postings += 1) };
  reported.history = { ...history, issues: [...history.issues, issued] };
}

/** The report's model again, as text, out of the history and of what the store knows by now. */
export function builtAgain(reported: ReportedWorld, letter: Letter, heldBy = heldAsOf): string {
  const model = JSON.parse(letter.model) as ReportModel;
  const { position, cut } = model;
  const held = heldBy(reported.history, position, cutPoint(cut, model.timeZone));
  const seal = sealAsOf(reported.history, position);
  return JSON.stringify(build(reported, { frame: frameOfModel(model), cut, position, held, seal }));
}

/** The whole letter again: its texts too, for both cards. */
export function writtenAgain(reported: ReportedWorld, letter: Letter): Letter {
  return written(JSON.parse(builtAgain(reported, letter)) as ReportModel);
}

type ToBuild = Pick<Parameters<typeof buildModel>[0], 'frame' | 'cut' | 'position' | 'held' | 'seal'>;

function build({ book, waivers }: ReportedWorld, wanted: ToBuild): ReportModel {
  const { sums } = wanted.held;
  const closed = book.changes.filter(({ what }) => what === 'closed');
  return buildModel({
    ...wanted,
    packages: packageViews(book.rows, book.changes, sums, '1970-01-01'),
    overageSeconds: sums.get('overage') ?? 0,
    waivers,
    closingReasons: new Map(closed.map((one) => [`${one.package_id}:${one.on_day}`, one.reason ?? ''])),
  });
}

function written(model: ReportModel): Letter {
  const texts = (['old', 'new'] as const).map((card) => reportParts(model, card, 1));
  return { model: JSON.stringify(model), texts: JSON.stringify(texts) };
}

/** What a report holds by the world's own word. */
function heldNow({ world, byHand, history }: ReportedWorld, cut: CutPoint): ReportLines {
  const texts = new Map(
    history.rows.flatMap((row) => ('made' in row ? [[keyOf(row.made), row.made.texts]] : [])),
  );
  const own = (lines: readonly (StandingLine & { reportNumber?: number })[]) =>
    lines.map((line) => ({ ...kept(line), texts: texts.get(keyOf(line)) ?? null }));
  const inOrder = (lines: KeptLine[]) => lines.sort((a, b) => a.posting - b.posting || a.line - b.line);
  const lines = linesAtCut(
    inOrder([...own(world.open), ...byHand.filter((line) => line.reportNumber === null)]),
    cut,
  );
  const earlier = inOrder([...own(world.frozen), ...byHand.filter((line) => line.reportNumber !== null)]);
  const openingSeconds = balanceOf(movedBy(earlier));
  return {
    ...{ number: world.reports.length + 1, replaces: null, openingSeconds, lines, earlier },
    closingSeconds: openingSeconds + lines.reduce((sum, line) => sum + balanceEffectOf(line), 0),
    previousCut: latestOf(history.issues.map((one) => one.cut)),
    sums: sumsOf([...earlier, ...lines]),
  };
}

function kept(line: StandingLine & { reportNumber?: number }): KeptLine {
  return { ...line, reportNumber: line.reportNumber ?? null, texts: null };
}

function textsNow(
  { userId, taskId, textKey }: Pick<StandingLine, 'userId' | 'taskId' | 'textKey'>,
  name: string,
) {
  return { person: `${name} ${userId}`, taskTitle: `Задача [b]${taskId}[/b] ${name}`, comment: textKey };
}

function cutFor(point: CutPoint): Cut {
  return 'until' in point ? { at: 'day', day: dayAt(point.until - 1) } : { at: 'package-end', ...point };
}

function frameNow({ world, dress }: ReportedWorld, cut: Cut): ReportFrame {
  const number = world.reports.length + 1;
  return {
    ...{ language: dress.language, layout: dress.layout },
    kind: cut.at === 'package-end' ? 'package' : 'period',
    ...{ clientName: `Клиент ${dress.name}`, timeZone: 'Europe/Moscow' },
    howToAnswer: { url: `https://cedar.bitrix24.ru/?report=${number}`, objectionsUntil: world.today },
    ...(dress.greeting !== undefined && { greeting: dress.greeting }),
    ...(dress.closing !== undefined && { closing: dress.closing }),
  };
}
