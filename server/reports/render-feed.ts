import type { ReportModel } from '../api/index.js';
import { formatDuration, formatMove } from '../base/durations.js';
import { textsIn } from '../base/i18n/index.js';
import { b, escapeLine } from '../portal/rest/index.js';
import { periodText } from './report-days.js';
import { balanceMoves } from './report-figures.js';

/** What the group's feed is told: the balance and where the report is. The single works stay in its task. */
export function renderFeedPost(model: ReportModel): { title: string; text: string } {
  const texts = textsIn(model.language);
  const row = (name: string, value: string): string => `${texts(`report.${name}`)}: ${value}`;
  const lines = [
    periodText(model, texts),
    '',
    row('opening', formatDuration(model.openingSeconds)),
    ...balanceMoves(model).map((move) => row(move.name, formatMove(move.seconds))),
    b(row('closing', formatDuration(model.closingSeconds))),
    '',
    ...(model.howToAnswer ? [texts('report.feedLink', { url: model.howToAnswer.url })] : []),
    texts('report.feedTask'),
  ];
  return {
    title: texts('report.head', { number: model.number, client: escapeLine(model.clientName) }),
    text: lines.join('\n'),
  };
}
