import { createRequire } from 'node:module';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import pdfmake from 'pdfmake';
import type { TDocumentDefinitions, TFontDictionary } from 'pdfmake/interfaces.js';
import type { ReportModel } from '../../server/api/index.js';
import { formatDuration } from '../../server/base/durations.js';
import { rowsLayout } from '../../server/reports/files/pdf-look.js';
import { dayText } from '../../server/reports/report-days.js';
import { renderFile } from '../../server/reports/render-file.js';
import { renderText } from '../../server/reports/render-text.js';
import { longReport } from '../given/long-report.js';
import { type BenchResult, median, rounded } from './bench.js';

const LINES = 5_000;
const ROUNDS = 5;
/** The thread and its fonts are loaded once; then every file costs its own making only. */
const WARM_UP_LINES = 200;
const RATIO_LIMIT = 1.2;
const LAG_LIMIT_MS = 20;

/**
 * A report of 5 000 lines as text, XLSX and PDF. Peer: pdfmake alone with the same cells in one table of the
 * same look, without head, sections, running titles and thread, in the same run.
 * `mainLoopLagMs` is the longest the main thread stood still while files were made (median of the rounds); `peerLagMs` shows what it would be without a thread.
 */
export async function bench(): Promise<BenchResult> {
  const model = longReport(LINES);
  for (const format of ['pdf', 'xlsx'] as const) await renderFile(longReport(WARM_UP_LINES), format);
  await barePdf(longReport(WARM_UP_LINES));
  const text = await timed(async () => renderText(model, 'old'));
  const [pdf, xlsx, peer]: [number[], number[], number[]] = [[], [], []];
  const [lags, peerLags]: [number[], number[]] = [[], []];
  // Turn by turn, so that a machine that slows down slows both.
  for (let round = 0; round < ROUNDS; round += 1) {
    const lag = await lagWhile(async () => {
      pdf.push((await timed(() => renderFile(model, 'pdf'))).ms);
      xlsx.push((await timed(() => renderFile(model, 'xlsx'))).ms);
    });
    lags.push(lag);
    peerLags.push(await lagWhile(async () => void peer.push((await timed(() => barePdf(model))).ms)));
  }
  const ratio = median(pdf.map((ms, round) => ms / (peer[round] ?? 0)));
  const lag = median(lags);
  return {
    bench: 'report',
    ours: rounded(median(pdf), 0),
    peer: rounded(median(peer), 0),
    ratio: rounded(ratio),
    floor: RATIO_LIMIT,
    lines: LINES,
    textMs: rounded(text.ms, 0),
    textParts: text.result.length,
    xlsxMs: rounded(median(xlsx), 0),
    mainLoopLagMs: rounded(lag),
    worstLagMs: rounded(Math.max(...lags)),
    lagLimitMs: LAG_LIMIT_MS,
    peerLagMs: rounded(median(peerLags), 0),
    ok: ratio <= RATIO_LIMIT && lag <= LAG_LIMIT_MS,
  };
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const from = performance.now();
  const result = await work();
  return { ms: performance.now() - from, result };
}

/** The longest delay of the event loop beyond the sampling interval itself, in milliseconds. */
async function lagWhile(work: () => Promise<void>): Promise<number> {
  const resolutionMs = 1;
  const monitor = monitorEventLoopDelay({ resolution: resolutionMs });
  monitor.enable();
  // The first turn only starts the count.
  await setTimeout(20);
  await work();
  // A loop that never turned tells of its standstill with its next turn.
  await setTimeout(20);
  monitor.disable();
  return Math.max(0, monitor.max / 1e6 - resolutionMs);
}

const fonts = createRequire(import.meta.url)('pdfmake/fonts/Roboto.js') as TFontDictionary;

/** What one would write first: all the cells in one table. */
async function barePdf(model: ReportModel): Promise<number> {
  pdfmake.setFonts(fonts);
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy(() => true);
  const rows = model.tasks.flatMap((task) => [
    [task.title, '', '', formatDuration(task.billedSeconds)],
    ...task.lines.map((line) => [
      dayText(line.day, model.language),
      line.person,
      line.comment,
      { text: formatDuration(line.billedSeconds), alignment: 'right' as const },
    ]),
  ]);
  const definition: TDocumentDefinitions = {
    pageSize: 'A4',
    defaultStyle: { font: 'Roboto', fontSize: 9.5, lineHeight: 1.15 },
    content: [{ table: { widths: [56, 108, '*', 46], dontBreakRows: true, body: rows }, layout: rowsLayout }],
  };
  return (await pdfmake.createPdf(definition).getBuffer()).length;
}
