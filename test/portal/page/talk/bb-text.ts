import { escapeHtml } from '../html.js';
import type { Dialect } from './bbcode.js';

const address = /(https?:\/\/[^\s<>"'\]]+[^\s<>"'\].,:;!?)])/gi;

/** Text between tags: line breaks, bare addresses, and in a chat the lines that begin with `>>` as a quote. */
export function textMarkup(text: string, dialect: Dialect): string {
  const lines = text.split('\n').map((line) => {
    const quoted = dialect === 'chat' ? /^>>(.*)$/.exec(line) : null;
    return quoted ? `<span class="bb-quoted">${linked(quoted[1] ?? '')}</span>` : linked(line);
  });
  return lines.join('<br>');
}

function linked(text: string): string {
  return text
    .split(address)
    .map((part, index) =>
      index % 2 === 1
        ? `<a href="${escapeHtml(part)}" rel="noopener">${escapeHtml(part)}</a>`
        : escapeHtml(part),
    )
    .join('');
}
