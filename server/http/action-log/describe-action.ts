import type { ActionChange } from '../../api/index.js';
import { formatDuration } from '../../base/durations.js';
import { innerQuotes, type Language, type Texts } from '../../base/i18n/index.js';

/** Names that ids in an action's state stand for. */
export interface ActionNames {
  people: ReadonlyMap<number, string>;
  groups: ReadonlyMap<number, string>;
  tasks: ReadonlyMap<number, string>;
  clients: ReadonlyMap<number, string>;
  /** By client and package. */
  packages: ReadonlyMap<string, string>;
}

export interface Teller {
  texts: Texts;
  language: Language;
  names: ActionNames;
  clientId: number | null;
}

export interface Described {
  title: string;
  about: string[];
  changes: ActionChange[];
}

type Leaf = string | number | boolean | null | readonly unknown[];
const MISSING = 'log.missing';

/** An action in words: its title, what it is about, and every value that changed, by name. */
export function describeAction(
  teller: Teller,
  action: { what: string; before: unknown; after: unknown },
): Described {
  const [was, now] = [leavesOf(action.before), leavesOf(action.after)];
  const isWhole = action.before === null || action.before === undefined;
  const paths = [...new Set([...was.keys(), ...now.keys()])];
  const about = paths.flatMap((path) => aboutOf(teller, path, now.get(path) ?? was.get(path) ?? null));
  const changes = paths.flatMap((path): ActionChange[] => {
    const [old, fresh] = [was.get(path) ?? null, now.get(path) ?? null];
    const label = labelOf(teller, path);
    const isSame = JSON.stringify(old) === JSON.stringify(fresh);
    if (label === null || isSubject(path) || isSame) return [];
    const shown = [old, fresh].map((value) => (value === null ? null : valueText(teller, path, value)));
    const [wasText = null, nowText = null] = shown;
    return isWhole && nowText === null ? [] : [{ label, was: wasText, now: nowText }];
  });
  return { title: kindTitle(teller.texts, action.what), about: [...new Set(about)], changes };
}

export function kindTitle(texts: Texts, what: string): string {
  return known(texts, `log.kinds.${what}`) ?? texts('log.otherKind', { what });
}

/** Fields that say what an action is about, shown once and not as a change. */
const subjects = ['taskId', 'userId', 'packageId', 'number', 'weekOn'];
const isSubject = (path: string): boolean => subjects.includes(path);

function aboutOf({ names, texts, clientId, language }: Teller, path: string, value: Leaf): string[] {
  if (value === null || !isSubject(path)) return [];
  const id = Number(value);
  const quoted = (title: string | undefined) => innerQuotes(title ?? `#${id}`, language);
  if (path === 'weekOn') return [texts('log.about.weekOn', { day: dayText(String(value), language) })];
  if (path === 'userId') return [names.people.get(id) ?? `#${id}`];
  if (path === 'taskId') return [texts('log.about.task', { title: quoted(names.tasks.get(id)) })];
  if (path === 'number') return [texts('log.about.report', { number: id })];
  return [texts('log.about.package', { title: quoted(names.packages.get(`${clientId}/${id}`)) })];
}

/** Paths of plain values and of lists; a list of objects is one value. */
function leavesOf(state: unknown, path = ''): Map<string, Leaf> {
  const leaves = new Map<string, Leaf>();
  if (state === undefined || (state === null && path === '')) return leaves;
  if (state === null || typeof state !== 'object' || Array.isArray(state)) {
    return leaves.set(path === '' ? 'itself' : path, state as Leaf);
  }
  for (const [name, value] of Object.entries(state)) {
    for (const [inner, leaf] of leavesOf(value, path === '' ? name : `${path}.${name}`)) {
      leaves.set(inner, leaf);
    }
  }
  return leaves;
}

/** Null for what is no news to anybody: ids of our own, versions. */
function labelOf({ texts }: Teller, path: string): string | null {
  // Terms lie one level deeper where their version is told beside them.
  const parts = path.replace(/^terms\./, '').split('.');
  const last = parts.at(-1) ?? '';
  const label = known(texts, `log.fields.${parts.join('-')}`) ?? known(texts, `log.fields.${last}`);
  if (parts[0] === 'urgencies') {
    return texts('log.urgencyOf', { name: known(texts, `log.values.${last}`) ?? last });
  }
  if (parts[0] !== 'workTypes' || label === null) return label;
  const type = parts[1] ?? '';
  return `${known(texts, `workType.${type}`) ?? type}: ${label}`;
}

function known(texts: Texts, key: string): string | null {
  const text = texts(key, { defaultValue: MISSING });
  return text === MISSING ? null : text;
}

function valueText(teller: Teller, path: string, value: Leaf): string {
  // Urgencies are named by whoever uses them; each is a multiplier.
  const name = /(^|\.)urgencies\./.test(path) ? 'permille' : (path.split('.').at(-1) ?? '');
  if (Array.isArray(value)) return listText(teller, name, value);
  return scalarText(teller, name, value as string | number | boolean | null);
}

function listText(teller: Teller, name: string, values: readonly unknown[]): string {
  const { texts } = teller;
  if (values.length === 0) return texts('log.nothing');
  const plain = values.flatMap((value) => {
    if (value === null || typeof value !== 'object')
      return [scalarText(teller, name, value as string | number | boolean | null)];
    const { groupId, part } = value as Record<string, unknown>;
    if (typeof groupId !== 'number') return [];
    const kind = typeof part === 'string' ? (known(texts, `log.values.${part}`) ?? part) : '';
    return [`${teller.names.groups.get(groupId) ?? `#${groupId}`}${kind === '' ? '' : ` (${kind})`}`];
  });
  return plain.length === values.length ? plain.join(', ') : texts('log.items', { count: values.length });
}

function scalarText(teller: Teller, name: string, value: string | number | boolean | null): string {
  const { texts, names, language } = teller;
  if (value === null || value === '') return texts('log.nothing');
  if (typeof value === 'boolean') return texts(value ? 'log.yes' : 'log.no');
  if (typeof value === 'string') {
    if (/^\d{4}-\d\d-\d\d$/.test(value)) return dayText(value, language);
    return (
      known(texts, `log.values.${value}`) ??
      known(texts, `workType.${value}`) ??
      known(texts, `courtesy.${value}`) ??
      value
    );
  }
  if (/seconds$/i.test(name)) return formatDuration(value);
  if (/minor$/i.test(name)) return money(value / 100, language);
  if (/permille$/i.test(name)) return `×${money(value / 1_000, language)}`;
  if (/percent$/i.test(name)) return `${value} %`;
  const named = namesOf(names, name);
  if (named !== null) return named.get(value) ?? `#${value}`;
  if (/^weekdays?$/.test(name)) return weekdayText(value, language);
  return new Intl.NumberFormat(language).format(value);
}

/** Whose ids a field holds. */
function namesOf(names: ActionNames, field: string): ReadonlyMap<number, string> | null {
  if (/^(managerIds|responsibleId)$/.test(field)) return names.people;
  if (/^groupIds?$/.test(field)) return names.groups;
  return /^clientIds?$/.test(field) ? names.clients : null;
}

function money(value: number, language: Language): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(value);
}

function dayText(day: string, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }).format(
    Date.parse(`${day}T00:00:00Z`),
  );
}

/** 1 = Monday. */
function weekdayText(weekday: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(
    Date.UTC(2024, 0, weekday),
  );
}
