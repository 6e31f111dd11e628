/** Ready markup; only `html` and `raw` make it, so text of people cannot become markup by accident. */
export interface Html {
  readonly markup: string;
}

export type Part = Html | readonly Part[] | string | number | null | undefined | false;

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

export function raw(markup: string): Html {
  return { markup };
}

/** Template tag: everything put in is escaped unless it is markup already; null, undefined and false leave nothing. */
export function html(texts: TemplateStringsArray, ...parts: Part[]): Html {
  return raw(texts.reduce((sum, text, index) => sum + partMarkup(parts[index - 1]) + text));
}

function partMarkup(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map(partMarkup).join('');
}
