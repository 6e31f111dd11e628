type Within = (text: string) => string;

/** Rows and cells; what stands between them is dropped, as the platform's parser does. */
export function tableMarkup(inner: string, within: Within): string {
  const rows = [...inner.matchAll(/\[tr\]([\s\S]*?)\[\/tr\]/gi)].map(([, row = '']) => {
    const cells = [...row.matchAll(/\[(td|th)[^\]]*\]([\s\S]*?)\[\/\1\]/gi)].map(
      ([, name = 'td', cell = '']) => {
        const element = name.toLowerCase() === 'th' ? 'th' : 'td';
        return `<${element}>${within(cell.trim())}</${element}>`;
      },
    );
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<div class="bb-table"><table>${rows.join('')}</table></div>`;
}

/** `[list]` and `[list=1]` with items that begin with `[*]`. */
export function listMarkup(inner: string, kind: string, within: Within): string {
  const items = inner
    .split(/\[\*\]/)
    .slice(1)
    .map((item) => `<li>${within(item.trim())}</li>`);
  const element = kind === '1' || kind === 'a' ? 'ol' : 'ul';
  return `<${element}>${items.join('')}</${element}>`;
}
