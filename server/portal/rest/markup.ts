/** How texts of ours look in a comment, on the old card and on the new one. */
export { b, escapeBb, escapeLine } from './markup/escape.js';
export { codeBlock, renderBlock, table } from './markup/render.js';
export { PART_LIMIT, splitParts } from './markup/parts.js';
export { lengthOf, type Block, type Card, type TableBlock } from './markup/blocks.js';
