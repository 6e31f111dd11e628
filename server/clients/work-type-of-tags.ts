import { textsIn } from '../base/i18n/index.js';
import { defaultTerms } from '../base/terms.js';
import { wordsOf } from './rules/work-words.js';

type Named = readonly [words: string, workType: string];

/** Built-in work types have names; looked up once, for a reader is made whenever hours are posted. */
const builtIn: readonly Named[] = Object.keys(defaultTerms.workTypes).flatMap((workType) => {
  const names = (['ru', 'en'] as const).map((language) => textsIn(language)(`workType.${workType}`));
  return [workType, ...names].map((name): Named => [wordsOf(name).join(' '), workType]);
});

/**
 * A reader of tags: the work type a tag names, by its code or by its name in Russian or English; null when it names none.
 * @param workTypes of the client's terms; those of the built-in terms are known anyway
 */
export function tagReader(workTypes: Iterable<string>): (tag: string) => string | null {
  const byName = new Map(builtIn);
  for (const workType of workTypes) {
    if (!(workType in defaultTerms.workTypes)) byName.set(wordsOf(workType).join(' '), workType);
  }
  return (tag) => byName.get(wordsOf(tag).join(' ')) ?? null;
}
