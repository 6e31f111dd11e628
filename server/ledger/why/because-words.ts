import type { Because } from '../rules/types.js';
import type { WhyWords } from './why-words.js';

/** Half a sentence: what made a line give way. */
export function becauseWords(because: Because, words: WhyWords): string {
  const { what } = because;
  if (what === 'courtesy') return courtesyWords(because, words);
  if (what === 'worked-at' && because.was === because.now) return words.text('because.worked-at-hour');
  const of = what === 'urgency' ? 'urgency' : 'workType';
  return words.text(`because.${what}`, {
    was: write(because.was, what, words),
    now: write(because.now, what, words),
    origin: words.origin(because.from ?? { how: 'terms' }, of),
  });
}

function courtesyWords(because: Because, words: WhyWords): string {
  if (because.now === '' || because.now === undefined) return words.text('because.courtesyEnded');
  return words.text(because.was === '' ? 'because.courtesy' : 'because.courtesyChanged', {
    now: words.courtesy(String(because.now)),
    origin: words.origin(because.from ?? { how: 'terms' }, 'courtesy'),
  });
}

function write(value: string | number | undefined, what: Because['what'], words: WhyWords): string {
  if (value === undefined || value === '') return '—';
  if (typeof value === 'number') return what === 'terms' ? String(value) : words.duration(value);
  if (what === 'work-type') return words.workType(value);
  if (what === 'urgency') return words.urgency(value);
  return what === 'worked-at' ? words.day(value) : value;
}
