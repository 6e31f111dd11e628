/** Rows that have every one of the words somewhere, in any case; `texts` are theirs, in lower case. */
export function findRows<Row>(
  rows: readonly Row[],
  texts: () => readonly string[],
  words: string,
): readonly Row[] {
  const wanted = words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return rows;
  const held = texts();
  return rows.filter((_row, index) => wanted.every((word) => held[index]?.includes(word)));
}
