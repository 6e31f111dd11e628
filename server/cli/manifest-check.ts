import type { AppManifest } from '../../config/index.js';

/** Scope of a REST method by how its name begins, the longest first; null = every app may call it (rest-facts §3, §5). */
const scopeOf: readonly [string, string | null][] = [
  ['tasks.task.chat.', 'tasks'],
  ['tasks.', 'task'],
  ['task.', 'task'],
  ['sonet_group.', 'sonet_group'],
  ['socialnetwork.', 'socialnetwork'],
  ['user.admin', null],
  ['user.', 'user_brief'],
  ['department.', 'department'],
  ['im.', 'im'],
  ['log.', 'log'],
  ['disk.', 'disk'],
  ['crm.', 'crm'],
  ['calendar.', 'calendar'],
  ['placement.', 'placement'],
  ['bizproc.', 'bizproc'],
  ['app.', null],
  ['event.', null],
  ['feature.', null],
  ['method.', null],
];
/** Places need a scope of their own beside `placement`. */
const scopeOfPlace: readonly [string, string][] = [
  ['TASK_', 'task'],
  ['SONET_GROUP_', 'sonet_group'],
  ['CRM_', 'crm'],
];
const scopeOfEvent: readonly [string, string][] = [
  ['ONTASK', 'task'],
  ['ONSONETGROUP', 'sonet_group'],
  ['ONCRM', 'crm'],
];

/** What the code says of itself: literals of REST methods and of event names. */
export interface UsedOfPortal {
  methods: ReadonlySet<string>;
  events: ReadonlySet<string>;
}

/** Reads them from source texts. Columns of tables look alike, but have two parts where those methods have three. */
export function readUsed(sources: Iterable<string>): UsedOfPortal {
  const methods = new Set<string>();
  const events = new Set<string>();
  for (const source of sources) {
    for (const [, name = ''] of source.matchAll(/'([a-z_]+(?:\.[A-Za-z0-9_]+)+)'/g)) {
      const parts = name.split('.').length;
      const isColumn = /^(tasks?|crm|im)\./.test(name) && parts < 3;
      if (!isColumn && scopeOf.some(([prefix]) => name.startsWith(prefix))) methods.add(name);
    }
    for (const [, name = ''] of source.matchAll(/'(ON[A-Z]+(?:ADD|UPDATE|DELETE|INSTALL|EVENT))'/g))
      events.add(name);
  }
  return { methods, events };
}

/** Each sentence is one thing that does not fit; none = the manifest asks for what the code uses, and for nothing else. */
export function checkManifest(manifest: AppManifest, used: UsedOfPortal): string[] {
  return [
    ...scopeFaults(manifest, used),
    ...eventFaults(manifest, used),
    ...placeFaults(manifest),
    ...handlerFaults(manifest),
  ];
}

function scopeFaults(manifest: AppManifest, used: UsedOfPortal): string[] {
  const reasons = new Map<string, string>();
  const need = (scope: string | null | undefined, why: string) => {
    if (scope) reasons.set(scope, reasons.get(scope) ?? why);
  };
  for (const method of [...used.methods].sort()) need(longest(scopeOf, method), method);
  for (const event of manifest.events) need(longest(scopeOfEvent, event), event);
  for (const { placement } of manifest.placements) need(longest(scopeOfPlace, placement), placement);
  const asked = new Set(manifest.scopes);
  return [
    ...[...reasons]
      .filter(([scope]) => !asked.has(scope))
      .map(([scope, why]) => `scope ${scope} is missing: ${why} needs it`),
    ...manifest.scopes
      .filter((scope) => !reasons.has(scope))
      .map((scope) => `scope ${scope} is asked for, but nothing uses it`),
  ];
}

function eventFaults(manifest: AppManifest, used: UsedOfPortal): string[] {
  // These two come without being bound: one with the installation, one for every offline event.
  const unbound = ['ONAPPINSTALL', 'ONOFFLINEEVENT'];
  const missing = [...used.events].filter(
    (event) => !unbound.includes(event) && !manifest.events.includes(event),
  );
  return [
    ...missing.map((event) => `event ${event} is understood by the code, but not asked for`),
    ...manifest.events
      .filter((event) => !used.events.has(event))
      .map((event) => `event ${event} is asked for, but the code does not know it`),
    ...manifest.offlineEvents
      .filter((event) => !manifest.events.includes(event))
      .map((event) => `offline event ${event} is not among the events`),
  ];
}

function placeFaults(manifest: AppManifest): string[] {
  const codes = manifest.placements.map(({ placement }) => placement);
  const twice = codes.filter((code, index) => codes.indexOf(code) !== index);
  const long = manifest.placements.flatMap(({ placement, ru, en }) =>
    [ru, en].some(({ title, description }) => title.length > 50 || description.length > 200)
      ? [`place ${placement}: a title or description is too long to be read in a menu`]
      : [],
  );
  const same = manifest.placements
    .filter(({ ru, en }) => ru.title === en.title || ru.description === en.description)
    .map(({ placement }) => `place ${placement} says the same in both languages`);
  return [...twice.map((code) => `place ${code} is listed twice`), ...long, ...same];
}

function handlerFaults({ handlers }: AppManifest): string[] {
  const paths = Object.values(handlers);
  return new Set(paths).size === paths.length ? [] : ['two handlers share one path'];
}

function longest<T>(table: readonly [string, T][], name: string): T | undefined {
  const found = table.filter(([prefix]) => name.startsWith(prefix));
  return found.sort(([a], [b]) => b.length - a.length)[0]?.[1];
}
