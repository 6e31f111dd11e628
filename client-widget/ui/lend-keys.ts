/**
 * Keys for what stands in a window over a long list: what stays keeps its own, what comes in takes that of one that left.
 * So elements are filled anew instead of built, and the focus stays with its row.
 */
export function lendKeys<Id>(ids: readonly Id[], before: ReadonlyMap<Id, number>): Map<Id, number> {
  const taken = new Set(ids.flatMap((id) => before.get(id) ?? []));
  let free = 0;
  const lend = () => {
    while (taken.has(free)) free += 1;
    taken.add(free);
    return free;
  };
  return new Map(ids.map((id) => [id, before.get(id) ?? lend()]));
}
