/** Fields of a form by their literal names: `auth[member_id]` is one name. No nesting is ever built, so none can surprise. */
export type EventForm = ReadonlyMap<string, string>;

const MOST_FIELDS = 500;

/** Null for a body that is no form of a sane size. A field given twice is left out: nobody may choose which one counts. */
export function parseEventForm(text: string): EventForm | null {
  if (text.length === 0 || countFields(text) > MOST_FIELDS) return null;
  const form = new Map<string, string>();
  const repeated = new Set<string>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (form.has(name)) repeated.add(name);
    form.set(name, value);
  }
  for (const name of repeated) form.delete(name);
  return form;
}

function countFields(text: string): number {
  let fields = 1;
  for (let at = text.indexOf('&'); at !== -1 && fields <= MOST_FIELDS; at = text.indexOf('&', at + 1))
    fields += 1;
  return fields;
}
