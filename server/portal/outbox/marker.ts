import { createHash } from 'node:crypto';

/** Eight hex digits that name a post: the same for the same key, wherever and whenever it is made. */
export function codeOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 8);
}

/**
 * A text with the reference by which it is recognised later, in words a reader takes for the number of a letter:
 * «Отчёт № 7 · часть 2/3 · код 5f3a9c2e». `title` is what stands before the code, for instance «Отчёт № 7 · часть 2/3».
 */
export function signText(
  text: string,
  signature: { key: string; title?: string; language: 'ru' | 'en' },
): string {
  const code = `${signature.language === 'ru' ? 'код' : 'ref'} ${codeOf(signature.key)}`;
  return `${text}\n\n${signature.title === undefined ? code : `${signature.title} · ${code}`}`;
}

/** True where the text already bears the code of the key. */
export function bearsCode(text: string, key: string): boolean {
  return text.includes(codeOf(key));
}
