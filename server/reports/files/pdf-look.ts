import type { Content, CustomTableLayout, StyleDictionary, TableCell } from 'pdfmake/interfaces.js';

/** Colours and measures of the printed report, in one place. Lengths are points. */
export const colours = {
  ink: '#1f2933',
  quiet: '#66717d',
  accent: '#0b5cad',
  good: '#00703d',
  bad: '#c21b16',
  line: '#dfe4e8',
  soft: '#f2f6fa',
} as const;

export const margins = { side: 42, top: 56, bottom: 54 } as const;
/** What is left of A4 between the side margins. */
export const textWidth = 595.28 - 2 * margins.side;

export const styles: StyleDictionary = {
  quiet: { color: colours.quiet, fontSize: 8.5 },
  section: { fontSize: 12.5, bold: true, color: colours.accent },
  strong: { bold: true },
};

/** Hairlines between rows, none beside them. */
export const rowsLayout: CustomTableLayout = {
  hLineWidth: (index) => (index === 0 ? 0 : 0.5),
  vLineWidth: () => 0,
  hLineColor: () => colours.line,
  paddingLeft: () => 6,
  paddingRight: () => 6,
  paddingTop: () => 3.5,
  paddingBottom: () => 3.5,
};

export const bareLayout: CustomTableLayout = {
  ...rowsLayout,
  hLineWidth: () => 0,
  paddingTop: () => 0,
  paddingBottom: () => 0,
  paddingLeft: () => 0,
  paddingRight: () => 0,
};

/** Most texts: Latin, Cyrillic and their signs, single spaces inside. The long way is slow over thousands of lines. */
const isPlain = /^(?:[!-~«»\u0400-\u045F–—№]+(?: (?=\S)|$))*$/;

/** Text of people, without what a page cannot show: control characters, line ends, pictures the font has no glyph for. */
export function plain(text: string): string {
  if (isPlain.test(text)) return text;
  return text
    .replaceAll(/[\p{Extended_Pictographic}\p{Surrogate}\u{FE0F}\u{200D}]/gu, '')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/** As `plain`, for a text of several lines. */
export function plainLines(text: string): string {
  return text.split('\n').map(plain).join('\n');
}

export function hoursCell(text: string, more: object = {}): TableCell {
  return { text, alignment: 'right', ...more };
}

/** A heading with the section's sum at the right. */
export function sectionHead(title: string, sum: string | null): Content {
  return {
    columns: [
      { text: title, style: 'section', width: '*' },
      { text: sum ?? '', style: 'section', width: 'auto', margin: [0, 0, 6, 0] },
    ],
    margin: [0, 16, 0, 6],
  };
}

/** Blocks of at most so many rows stay on one page; more must be free to break, or they would fit on none. */
const TOGETHER_ROWS = 12;

/** A heading and what follows it, not parted by the end of a page as long as that is reasonable. */
export function together(rows: number, ...stack: Content[]): Content {
  return { stack, unbreakable: rows <= TOGETHER_ROWS };
}
