import { formatDuration } from '../../base/durations.js';
import { type Language, textsIn } from '../../base/i18n/index.js';
import type { WorkOrigin } from '../../base/work-origin.js';
import type { Deed, KnownPackage, WhyBook } from './why-book-view.js';

/** Writes what sentences are made of: days, durations, names. */
export interface WhyWords {
  text: (key: string, values?: Record<string, string | number>) => string;
  duration: (seconds: number) => string;
  multiplier: (permille: number) => string;
  day: (day: string) => string;
  moment: (at: number) => string;
  workType: (name: string) => string;
  urgency: (name: string) => string;
  courtesy: (reason: string) => string;
  package: (known: KnownPackage) => string;
  /** Who did it, when, and why if they said so. */
  deed: (deed: Deed) => string;
  who: (deed: Deed) => string;
  origin: (origin: WorkOrigin, of: 'workType' | 'urgency' | 'courtesy') => string;
}

type Names = Pick<WhyBook, 'timeZone' | 'deeds' | 'rules'>;

export function whyWords(language: Language, names: Names): WhyWords {
  const texts = textsIn(language);
  const text: WhyWords['text'] = (key, values) => oneStop(texts(`why.${key}`, values));
  const dates = dateWriters(language, names.timeZone);
  const named = (group: string, name: string): string => {
    const key = `${group}.${name}`;
    const found = isCode(name) ? texts(key) : key;
    return found === key ? name : found;
  };
  return {
    text,
    ...dates,
    duration: formatDuration,
    multiplier: (permille) => new Intl.NumberFormat(language).format(permille / 1000),
    workType: (name) => named('workType', name),
    urgency: (name) => named('why.urgencies', name),
    courtesy: (reason) => named('courtesy', reason),
    package: (known) => packageName(language, text, known),
    who: (deed) => whoOf(text, deed),
    deed: (deed) => {
      const said = `${whoOf(text, deed)}, ${dates.moment(deed.at)}`;
      return deed.reason === null ? said : text('origin.withReason', { origin: said, reason: deed.reason });
    },
    origin: (origin, of) => originWords({ text, moment: dates.moment, names }, origin, of),
  };
}

/** Names that people gave may hold what the texts' keys use for themselves. */
function isCode(name: string): boolean {
  return /^[\w-]+$/.test(name);
}

function dateWriters(language: Language, timeZone: string): Pick<WhyWords, 'day' | 'moment'> {
  const dayFormat = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });
  const momentFormat = new Intl.DateTimeFormat(language, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone,
  });
  return {
    day: (day) => dayFormat.format(Date.parse(day)),
    moment: (at) => momentFormat.format(at),
  };
}

function packageName(language: Language, text: WhyWords['text'], known: KnownPackage): string {
  if (known.title !== '') return language === 'ru' ? `«${known.title}»` : `“${known.title}”`;
  const own = ['correction', 'rollover', 'opening', 'gift'].includes(known.source) ? known.source : 'manual';
  return text(`package.${own}`, { number: known.packageId });
}

interface Telling {
  text: WhyWords['text'];
  moment: WhyWords['moment'];
  names: Names;
}

function originWords(
  { text, moment, names }: Telling,
  origin: WorkOrigin,
  of: 'workType' | 'urgency' | 'courtesy',
): string {
  if (origin.how === 'tag') return text('origin.tag', { tag: origin.tag });
  if (origin.how === 'terms') return text(`origin.${termsKeys[of]}`);
  if (origin.how === 'handoff') return text('origin.handoff', { number: origin.handoffId });
  if (origin.how === 'rule') return ruleWords(text, names.rules, origin.ruleId);
  const deed = origin.actionId === null ? undefined : names.deeds.get(origin.actionId);
  if (!deed) return text(`origin.${origin.how}By`);
  const said = text(`origin.${origin.how}`, { who: whoOf(text, deed), at: moment(deed.at) });
  return deed.reason === null ? said : text('origin.withReason', { origin: said, reason: deed.reason });
}

function whoOf(text: WhyWords['text'], deed: Deed): string {
  return deed.who ?? text('origin.app');
}

const termsKeys = { workType: 'terms', urgency: 'termsUrgency', courtesy: 'termsCourtesy' };

function ruleWords(text: WhyWords['text'], rules: WhyBook['rules'], ruleId: number): string {
  const rule = rules.get(ruleId);
  if (!rule) return text('origin.ruleGone', { rule: ruleId });
  const key = ({ title: 'ruleTitle', tag: 'ruleTag', any: 'ruleAny' } as const)[rule.field];
  return text(`origin.${key}`, { rule: ruleId, word: quoted(rule.word) });
}

/** Words that are quoted already mean whole words, and keep their quotes. */
function quoted(word: string): string {
  return /^["«“„]/.test(word) ? word : `«${word}»`;
}

/** A sentence begins with a capital, whatever it begins with. */
export function asSentence(text: string): string {
  return oneStop(text.slice(0, 1).toLocaleUpperCase() + text.slice(1));
}

/** A Russian day ends with the stop of «г.», which ends the sentence too. */
function oneStop(text: string): string {
  return text.replace(/\.\.(?=\s|$)/g, '.');
}
