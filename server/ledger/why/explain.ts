import type { LedgerLine, WhyPackage, WhyStep } from '../../api/index.js';
import type { LineWhy } from '../rules/types.js';
import { becauseWords } from './because-words.js';
import { packageVerdicts } from './package-verdicts.js';
import { reckoningSteps } from './reckoning-steps.js';
import type { WhyBook } from './why-book-view.js';
import { type WhyWords, asSentence } from './why-words.js';

/** Why a line is where it is, in the order in which the figure came about: each step a rule, its figures, its sentence. */
export function stepsOf(line: LedgerLine, book: WhyBook, words: WhyWords): WhyStep[] {
  const why = book.whys.get(keyOf(line));
  if (!why) return [];
  if (line.reverses) return [ruleStep(line, why, { book, words })];
  return [
    ...(why.entryRecordedSeconds === undefined ? [] : [recordedStep(why.entryRecordedSeconds, words)]),
    ...kindSteps(line, why, words),
    ...termsStep(why, book, words),
    ...reckoningSteps(line, why, book, words),
    ...changeStep(why, words),
    ruleStep(line, why, { book, words }),
  ];
}

export function keyOf(line: { posting: number; line: number }): string {
  return `${line.posting}.${line.line}`;
}

function recordedStep(seconds: number, words: WhyWords): WhyStep {
  return {
    rule: 'recorded',
    values: { seconds },
    text: words.text('step.recorded', { seconds: words.duration(seconds) }),
  };
}

function kindSteps(line: LedgerLine, why: LineWhy, words: WhyWords): WhyStep[] {
  const steps: WhyStep[] = [];
  if (line.workType !== null) {
    const workType = words.workType(line.workType);
    const from = why.workTypeFrom;
    const origin = from ? words.origin(from, 'workType') : '';
    const text = words.text(from ? 'step.workType' : 'step.workTypeOnly', { workType, origin });
    steps.push({ rule: 'work-type', values: { workType: line.workType, ...flat(from) }, text });
  }
  if (why.urgency !== undefined && (why.urgency !== 'normal' || why.urgencyFrom)) {
    const urgency = words.urgency(why.urgency);
    const from = why.urgencyFrom;
    const origin = from ? words.origin(from, 'urgency') : '';
    const text = words.text(from ? 'step.urgency' : 'step.urgencyOnly', { urgency, origin });
    steps.push({ rule: 'urgency', values: { urgency: why.urgency, ...flat(from) }, text });
  }
  if (line.kind === 'courtesy') {
    const from = why.courtesyFrom ?? { how: 'terms' as const };
    const reason = words.courtesy(line.reason ?? 'goodwill');
    const text = words.text('step.courtesy', { reason, origin: words.origin(from, 'courtesy') });
    steps.push({ rule: 'courtesy', values: { reason: line.reason, ...flat(from) }, text });
  }
  return steps;
}

/** An origin as figures of a step. */
function flat(origin: LineWhy['workTypeFrom']): Record<string, string | number | null> {
  if (!origin) return {};
  const { how, ...more } = origin;
  return { how, ...more };
}

function termsStep(why: LineWhy, book: WhyBook, words: WhyWords): WhyStep[] {
  if (why.termsVersion === undefined) return [];
  const version = why.termsVersion;
  const from = book.termsFrom.get(version);
  const isBuiltIn = version === 0 || from === undefined;
  const text = isBuiltIn
    ? words.text('step.termsBuiltIn')
    : words.text('step.terms', { version, day: words.day(from) });
  return [{ rule: 'terms', values: { termsVersion: version, effectiveFrom: from ?? null }, text }];
}

function changeStep(why: LineWhy, words: WhyWords): WhyStep[] {
  if (!why.change) return [];
  const { issuedIn, wasSeconds, nowSeconds, noticedOn } = why.change;
  const values = { issuedIn, was: words.duration(wasSeconds), now: words.duration(nowSeconds) };
  const text = words.text('step.changed', { ...values, noticedOn: words.day(noticedOn) });
  return [{ rule: 'changed-after-issue', values: { ...why.change }, text }];
}

function ruleStep(line: LedgerLine, why: LineWhy, to: { book: WhyBook; words: WhyWords }): WhyStep {
  const { book, words } = to;
  const known = book.packages.find((each) => each.packageId === line.packageId);
  const deed = book.deeds.get(book.madeBy.get(line.posting) ?? '');
  const text = words.text(`rule.${ruleKey(line, why, deed !== undefined)}`, {
    package: known ? words.package(known) : '',
    validFrom: known ? words.day(known.validFrom) : '',
    reverses: line.reverses ? keyOf(line.reverses) : '',
    deed: deed ? words.deed(deed) : '',
    because: why.because ? becauseWords(why.because, words) : '',
  });
  return { rule: why.rule, values: { packageId: line.packageId }, text: asSentence(text) };
}

/** Lines that a person made say who; old reversals do not know what made them. */
function ruleKey(line: LedgerLine, why: LineWhy, isDeed: boolean): string {
  if (why.rule === 'superseded') return why.because ? 'superseded' : 'supersededOnly';
  const byPerson = why.rule === 'action' || why.rule === 'report';
  const key = line.kind === 'reopen' ? 'reopen' : why.rule;
  return byPerson && isDeed ? `${key}By` : key;
}

/** Packages that were asked, in their order. */
export function packagesOf(line: LedgerLine, book: WhyBook, words: WhyWords): WhyPackage[] {
  const why = book.whys.get(keyOf(line));
  return why ? packageVerdicts(line, why, book, words) : [];
}
