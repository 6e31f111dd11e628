/**
 * Texts of the first screen: they are loaded before anything is drawn, the others right after it. A name with a dot means
 * one key, in all its plural forms; everything else stands for a whole part. A test holds that the list of clients asks
 * for nothing beyond them.
 */
const firstParts = [
  ...['app', 'roles', 'nav', 'balance', 'clients', 'tables', 'errors', 'progress', 'longWork'],
  ...['archive', 'firstSteps', 'sample.open', 'board.nav', 'sprint.nav', 'flow.nav', 'health.attention'],
  ...['alerts.nav', 'alerts.navCount', 'alerts.mark', 'offers.waiting', 'acceptance.inList'],
];

export type Texts = { [key: string]: string | Texts };

/** The two halves of a language; together they hold every text once. */
export function splitTexts(texts: Texts, prefix = ''): { first: Texts; rest: Texts } {
  const first: Texts = {};
  const rest: Texts = {};
  for (const [key, value] of Object.entries(texts)) {
    const name = prefix + key.replace(/_(zero|one|two|few|many|other)$/, '');
    if (firstParts.includes(name)) first[key] = value;
    else if (typeof value === 'string' || !firstParts.some((part) => part.startsWith(`${name}.`)))
      rest[key] = value;
    else {
      const inner = splitTexts(value, `${name}.`);
      first[key] = inner.first;
      rest[key] = inner.rest;
    }
  }
  return { first, rest };
}
