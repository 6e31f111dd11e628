export type IntakeKind = 'urgent' | 'critical';

/** What in the portal asks a manager to take a task in. */
export interface IntakeWays {
  urgentTags: readonly string[];
  criticalTags: readonly string[];
  /** High priority asks for urgent. */
  byPriority: boolean;
}

/** What a task says of itself in the portal. */
export interface TaskSigns {
  /** JSON array, as the mirror keeps them. */
  tags: string;
  /** Bitrix24: 0 low, 1 normal, 2 high. */
  priority: number;
}

export interface IntakeSign {
  kind: IntakeKind;
  source: 'tag' | 'priority';
  /** The tag as it is written on the task. */
  sign: string | null;
}

const HIGH = 2;

/** What a task's tags or priority ask for: critical before urgent, tags before the priority; null = nothing. */
export function signOf({ tags, priority }: TaskSigns, ways: IntakeWays): IntakeSign | null {
  const all = JSON.parse(tags) as string[];
  const among = (wanted: readonly string[]): string | undefined =>
    all.find((tag) => wanted.some((one) => plain(one) === plain(tag)));
  const [critical, urgent] = [among(ways.criticalTags), among(ways.urgentTags)];
  if (critical !== undefined) return { kind: 'critical', source: 'tag', sign: critical };
  if (urgent !== undefined) return { kind: 'urgent', source: 'tag', sign: urgent };
  return ways.byPriority && priority >= HIGH ? { kind: 'urgent', source: 'priority', sign: null } : null;
}

/** Does this ask for more than that? */
export function asksMore(one: IntakeKind, other: IntakeKind | null | undefined): boolean {
  return other === null || other === undefined || (one === 'critical' && other === 'urgent');
}

/** Case, ё and a leading # are no difference. */
function plain(tag: string): string {
  return tag.trim().replace(/^#/, '').toLowerCase().replace(/ё/g, 'е');
}
