import type { Block, Card, TableBlock } from './blocks.js';
import { codeTable } from './code-table.js';
import { b, escapeBb, escapeLine } from './escape.js';

/** A table of the old card. Cells are plain text and are escaped here. */
export function table(block: TableBlock): string {
  const rows = block.rows.map((cells) => tableRow('TD', cells.map(escapeLine)));
  const header = block.header ? [tableRow('TH', block.header.map(escapeLine))] : [];
  const total = block.total
    ? [
        tableRow(
          'TD',
          block.total.map((cell) => b(escapeLine(cell))),
        ),
      ]
    : [];
  return `[TABLE]${[...header, ...rows, ...total].join('')}[/TABLE]`;
}

/** The same table for the new card, whose chat knows no tables: columns aligned inside `[code]`. */
export function codeBlock(block: TableBlock): string {
  return `[code]${escapeBb(codeTable(block))}[/code]`;
}

/** One block as the given card shows it. */
export function renderBlock(card: Card, block: Block): string {
  if ('text' in block) return block.text;
  return card === 'old' ? table(block) : codeBlock(block);
}

function tableRow(tag: 'TD' | 'TH', cells: string[]): string {
  return `[TR]${cells.map((cell) => `[${tag}]${cell}[/${tag}]`).join('')}[/TR]`;
}
