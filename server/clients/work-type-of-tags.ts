import { textsIn } from '../base/i18n/index.js';
import { defaultTerms } from '../base/terms.js';

const byName = namesOfWorkTypes();

/** The work type that a task's tags name, in Russian or English or by its code; null when none does. The first wins. */
export function workTypeOfTags(tags: readonly string[]): string | null {
  for (const tag of tags) {
    const workType = byName.get(tag.trim().toLowerCase());
    if (workType !== undefined) return workType;
  }
  return null;
}

function namesOfWorkTypes(): Map<string, string> {
  const names = new Map<string, string>();
  for (const workType of Object.keys(defaultTerms.workTypes)) {
    names.set(workType.toLowerCase(), workType);
    for (const language of ['ru', 'en'] as const) {
      names.set(textsIn(language)(`workType.${workType}`).toLowerCase(), workType);
    }
  }
  return names;
}
