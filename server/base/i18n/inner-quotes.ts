import type { Language } from './index.js';

/**
 * A text that will stand inside quotation marks of ours: its own outer marks become the inner ones of the language,
 * «…„…“…» or “…‘…’…”. Straight marks stay as they were typed.
 */
export function innerQuotes(text: string, language: Language): string {
  return language === 'ru' ? text.replace(/«([^«»]*)»/g, '„$1“') : text.replace(/“([^“”]*)”/g, '‘$1’');
}
