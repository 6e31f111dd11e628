import { escapeHtml } from '../html.js';
import { listMarkup, tableMarkup } from './bb-blocks.js';
import { textMarkup } from './bb-text.js';

/** What a place understands: comments of the old card know tables and lists, the chat of the new card does not. */
export type Dialect = 'forum' | 'chat';

interface Tag {
  name: string;
  value: string;
  isClosing: boolean;
  length: number;
}

const inline: Record<string, string> = { b: 'strong', i: 'em', u: 'u', s: 's' };
const blocks: Record<string, string> = {
  p: 'p',
  left: 'div',
  center: 'div class="bb-center"',
  right: 'div class="bb-right"',
  quote: 'blockquote',
  spoiler: 'details',
};
const forumOnly = new Set([
  'table',
  'tr',
  'td',
  'th',
  'list',
  '*',
  'p',
  'left',
  'center',
  'right',
  'quote',
  'spoiler',
  'font',
]);
const known = new Set([
  ...forumOnly,
  ...Object.keys(inline),
  'url',
  'user',
  'chat',
  'color',
  'size',
  'code',
  'img',
  'br',
  'put',
  'send',
  'call',
  'context',
  'icon',
  'disk',
  'timestamp',
]);
const alone = new Set(['br', 'icon', 'disk', 'timestamp', '*']);

/** BBCode as the platform shows it, as safe markup. Unknown, unclosed and forbidden tags stay text. */
export function bbMarkup(text: string, dialect: Dialect): string {
  return run(text.replace(/\r\n?/g, '\n').trim(), dialect).replace(
    /(<\/(?:table|pre|blockquote|ul|ol|div|p|details)>)(?:<br>)?/g,
    '$1',
  );
}

function run(text: string, dialect: Dialect): string {
  let out = '';
  let plain = '';
  const flush = (): void => {
    out += textMarkup(plain, dialect);
    plain = '';
  };
  for (let at = 0; at < text.length;) {
    const tag = tagAt(text, at, dialect);
    const piece = tag === null ? null : tagMarkup(text, at, tag, dialect);
    if (piece === null) {
      plain += text[at] ?? '';
      at += 1;
      continue;
    }
    flush();
    out += piece.markup;
    at = piece.end;
  }
  flush();
  return out;
}

function tagAt(text: string, at: number, dialect: Dialect): Tag | null {
  if (text[at] !== '[') return null;
  const found = /^\[(\/?)([a-z]+|\*)(?:[ =]([^\]\n]*))?\]/i.exec(text.slice(at, at + 2000));
  if (found === null) return null;
  const name = (found[2] ?? '').toLowerCase();
  if (!known.has(name) || (dialect === 'chat' && forumOnly.has(name))) return null;
  return { name, value: found[3] ?? '', isClosing: found[1] === '/', length: found[0].length };
}

function tagMarkup(
  text: string,
  at: number,
  tag: Tag,
  dialect: Dialect,
): { markup: string; end: number } | null {
  if (tag.isClosing) return null;
  const from = at + tag.length;
  if (alone.has(tag.name)) return { markup: tag.name === 'br' ? '<br>' : '', end: from };
  const close = closingOf(text, from, tag.name);
  if (close === null) return null;
  return { markup: pairMarkup(tag, text.slice(from, close.start), dialect), end: close.end };
}

/** The closing tag that belongs to an opening one, nested ones of the same name counted; inside code nothing counts. */
function closingOf(text: string, from: number, name: string): { start: number; end: number } | null {
  const pattern = new RegExp(`\\[(/?)${name}(?:[ =][^\\]\\n]*)?\\]`, 'gi');
  pattern.lastIndex = from;
  let depth = 1;
  for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
    if (found[1] === '/') depth -= 1;
    else if (name !== 'code') depth += 1;
    if (depth === 0) return { start: found.index, end: found.index + found[0].length };
  }
  return null;
}

function pairMarkup(tag: Tag, inner: string, dialect: Dialect): string {
  const within = (text: string): string => run(text, dialect);
  if (tag.name === 'code') return `<pre class="bb-code">${escapeHtml(inner.replace(/^\n|\n$/g, ''))}</pre>`;
  if (tag.name === 'table') return tableMarkup(inner, within);
  if (tag.name === 'list') return listMarkup(inner, tag.value, within);
  if (tag.name === 'url') return linkMarkup(tag.value || inner, within(inner));
  if (tag.name === 'img') return linkMarkup(inner, escapeHtml(inner.trim()));
  if (tag.name === 'user') return `<span class="bb-user">${within(inner)}</span>`;
  if (tag.name === 'color' && /^#?\w{3,20}$/.test(tag.value))
    return `<span style="color:${escapeHtml(tag.value)}">${within(inner)}</span>`;
  if (tag.name === 'size' && /^\d{1,2}(pt|px)?$/.test(tag.value))
    return `<span style="font-size:${Math.min(30, Math.max(8, parseInt(tag.value, 10)))}px">${within(inner)}</span>`;
  const element = inline[tag.name] ?? blocks[tag.name] ?? 'span';
  const summary =
    tag.name === 'spoiler' ? `<summary>${escapeHtml(tag.value || 'Скрытый текст')}</summary>` : '';
  return `<${element}>${summary}${within(inner)}</${element.split(' ')[0]}>`;
}

/** Only web addresses and paths of the portal itself become links. */
function linkMarkup(address: string, label: string): string {
  const target = address.trim().replace(/^["']|["']$/g, '');
  if (!/^(https?:\/\/|\/(?!\/))/i.test(target)) return label;
  return `<a href="${escapeHtml(target)}" rel="noopener">${label}</a>`;
}
