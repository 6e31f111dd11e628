import type { DisputedLine, ReportModel } from '../api/index.js';
import type { Day } from '../base/days.js';
import { formatDuration } from '../base/durations.js';
import { type Texts, textsIn } from '../base/i18n/index.js';
import { escapeBb, escapeLine } from '../portal/rest/index.js';
import { dayText } from './report-days.js';

/** Longest title within a comment: the line is named, not told. */
const TITLE_SIGNS = 120;

/** What is said about a report in its task, in the language the report itself was written in; the same on both cards. */
export interface AcceptancePen {
  number: number;
  language: ReportModel['language'];
  /** Opens exactly this report in the app. */
  url: string;
  texts: Texts;
}

export function acceptancePen(model: ReportModel, url: string): AcceptancePen {
  return { number: model.number, language: model.language, url, texts: textsIn(model.language) };
}

export function acceptedText(pen: AcceptancePen, said: { link: string | null; open: number }): string {
  const { number, texts } = pen;
  const yes =
    said.open > 0
      ? texts('acceptance.restAccepted', { number, open: said.open })
      : texts('acceptance.accepted', { number });
  return paragraphs(yes, recordedNote(pen, said.link));
}

export function silentText({ number, language, texts }: AcceptancePen, until: Day): string {
  return texts('acceptance.acceptedSilently', { number, day: dayText(until, language) });
}

/** One text per line, so that a long list may be cut between them. */
export function disputedTexts(
  pen: AcceptancePen,
  disputed: readonly { line: DisputedLine; reason: string }[],
  link: string | null,
): string[] {
  const { number, texts } = pen;
  const rows = disputed.map(({ line, reason }) => `• ${lineText(pen, line)} — ${escapeLine(reason)}`);
  const end = paragraphs(texts('acceptance.disputedEnd'), recordedNote(pen, link));
  return [texts('acceptance.disputed', { number }), ...rows, `\n${end}`];
}

export function withdrawnText(pen: AcceptancePen, line: DisputedLine, link: string | null): string {
  const taken = pen.texts('acceptance.withdrawn', { number: pen.number, line: lineText(pen, line) });
  return paragraphs(taken, recordedNote(pen, link));
}

export function answeredText(pen: AcceptancePen, line: DisputedLine, answer: string): string {
  const head = pen.texts('acceptance.answered', { number: pen.number, line: lineText(pen, line) });
  return paragraphs(head, escapeBb(answer.trim()));
}

export function waivedText(
  pen: AcceptancePen,
  line: DisputedLine,
  given: { seconds: number; answer: string },
): string {
  const hours = formatDuration(given.seconds);
  const { number, texts } = pen;
  const head = texts('acceptance.waived', { number, hours, line: lineText(pen, line) });
  return paragraphs(head, escapeBb(given.answer.trim()), texts('acceptance.waivedNote'));
}

/** What follows once nothing is open: the report is accepted, or the client is asked for it. */
export function outcomeText(pen: AcceptancePen, now: { accepted: boolean; until: Day | null }): string {
  const { number, url, texts } = pen;
  if (now.accepted) return texts('acceptance.acceptedAfterAnswers', { number });
  return sentences(texts('acceptance.nextStep', { url }), objectionsText(pen, now.until));
}

export function reminderText(pen: AcceptancePen, until: Day | null): string {
  const { number, url, texts } = pen;
  return sentences(texts('acceptance.reminder', { number, url }), objectionsText(pen, until));
}

/** The closing paragraph of the report itself. */
export function howToAnswerText(
  pen: Pick<AcceptancePen, 'texts' | 'language'>,
  how: NonNullable<ReportModel['howToAnswer']>,
): string {
  return sentences(
    pen.texts('acceptance.howToAnswer', { url: how.url }),
    objectionsText(pen, how.objectionsUntil),
  );
}

function objectionsText(pen: Pick<AcceptancePen, 'texts' | 'language'>, until: Day | null): string {
  return until === null ? '' : pen.texts('acceptance.objections', { day: dayText(until, pen.language) });
}

function lineText({ texts, language }: AcceptancePen, line: DisputedLine): string {
  return texts('acceptance.line', {
    day: dayText(line.day, language),
    task: escapeLine(shortened(line.taskTitle)),
    hours: formatDuration(line.billedSeconds),
  });
}

function recordedNote({ texts }: AcceptancePen, link: string | null): string {
  return link === null ? '' : texts('acceptance.recorded', { link: safeAddress(link) });
}

/** An address inside a tag: a bracket would end it. */
function safeAddress(link: string): string {
  return new URL(link).href.replaceAll('[', '%5B').replaceAll(']', '%5D');
}

function shortened(title: string): string {
  const signs = [...title.trim()];
  return signs.length <= TITLE_SIGNS
    ? title
    : `${signs
        .slice(0, TITLE_SIGNS - 1)
        .join('')
        .trim()}…`;
}

function paragraphs(...texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n\n');
}

function sentences(...texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join(' ');
}
