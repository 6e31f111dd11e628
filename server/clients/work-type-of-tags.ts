import { textsIn } from '../base/i18n/index.js';
import { defaultTerms } from '../base/terms.js';
import { wordsOf } from './rules/work-words.js';

/**
 * A reader of tags: the work type a tag names, by its code or by its name in Russian or English; null when it names none.
 * @param workTypes of the client's terms; those of the built-in terms are known anyway
 */
export function tagReader(workTypes: Iterable<string>): (tag: string) => string | null {
  const byName = new Map<string, string>();
  for (const workType of new Set([...Object.keys(defaultTerms.workTypes), ...workTypes])) {
    for (const name of [workType, ...namesOf(workType)]) byName.set(wordsOf(name).join(' '), workType);
  }
  return (tag) => byName.get(wordsOf(tag).join(' ')) ?? null;
}

function namesOf(workType: string): string[] {
  if (!(workType in defaultTerms.workTypes)) return [];
  return (['ru', 'en'] as const).map((language) => textsIn(language)(`workType.${workType}`));
}
