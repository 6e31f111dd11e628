const ZERO_WIDTH_SPACE = '\u200b';

/**
 * Text of a person, made safe to stand in a comment on both cards: it shows as written and cannot open a tag
 * (`[user=1]` would notify people), be decoded into one (`&#91;`) or start a quote of the chat (`>>`, a line of dashes).
 * Source: api-reference/chats/messages/formatting.md.
 */
export function escapeBb(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\[(?=[/*\p{L}])/gu, `[${ZERO_WIDTH_SPACE}`)
    .replace(/&(?=#?\w+;)/g, `&${ZERO_WIDTH_SPACE}`)
    .replace(/^([ \t]*)>(?=>)/gm, `$1>${ZERO_WIDTH_SPACE}`)
    .replace(/^([ \t]*-)(?=-{3})/gm, `$1${ZERO_WIDTH_SPACE}`);
}

/** As `escapeBb`, on one line: for names, titles and cells. */
export function escapeLine(text: string): string {
  return escapeBb(text.replace(/\s+/g, ' ').trim());
}

/** Bold; takes ready BBCode. */
export function b(markup: string): string {
  return `[b]${markup}[/b]`;
}
