/**
 * A group's name where the client's stands beside it: what only repeats the client is left out, so of «Кедр — магазин»
 * the shop is left, and of a group named like its client nothing.
 */
export function groupBeside(client: string, group: string): string {
  if (!group.startsWith(client)) return group;
  const rest = group.slice(client.length).trim();
  if (rest === '') return '';
  return /^[—–\-:·|/,]\s*(\S.*)$/.exec(rest)?.[1] ?? group;
}
