/**
 * Words of a title or tag as rules compare them: lower case, ё as е, Latin and Cyrillic «1C» alike, punctuation left out.
 */
export function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKC').toLowerCase().replaceAll('ё', 'е').replaceAll('1c', '1с');
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/**
 * Does a title hold the words of a rule, one after another? Each may be the beginning of a longer one («верст» finds
 * «вёрстка»); in quotes they must be whole («"баг"» does not find «багет»).
 */
export function holdsWords(title: string, wanted: string): boolean {
  const asked = wordsOf(wanted);
  if (asked.length === 0) return false;
  const whole = isQuoted(wanted);
  const words = wordsOf(title);
  return words.some((_word, start) =>
    asked.every((part, index) => {
      const word = words[start + index];
      return word !== undefined && (whole ? word === part : word.startsWith(part));
    }),
  );
}

/** Tags are compared whole. */
export function isSameTag(tag: string, wanted: string): boolean {
  const asked = wordsOf(wanted).join(' ');
  return asked !== '' && wordsOf(tag).join(' ') === asked;
}

function isQuoted(text: string): boolean {
  return /^\s*["«“„].*["»”“]\s*$/u.test(text);
}
