/** What a robot gives back to its business process: types of bizproc.robot.add, RETURN_PROPERTIES. */
interface ReturnValue {
  type: 'string' | 'double' | 'bool';
}

interface Property {
  type: 'int' | 'double' | 'text' | 'select';
  options?: readonly string[];
}

export interface RobotKind {
  /** CODE of bizproc.robot.add; never changed once it was registered somewhere. */
  code: string;
  properties: Readonly<Record<string, Property>>;
  returns: Readonly<Record<string, ReturnValue>>;
}

/** Of another document than a task the robot is told which task is meant. */
const task: Property = { type: 'int' };

/** The robots of the app; their names and explanations are texts under `robots`. */
export const robotKinds = {
  balance: {
    code: 'support_hours_balance',
    properties: { hours: { type: 'double' }, task },
    returns: {
      client: { type: 'string' },
      hours_left: { type: 'double' },
      is_enough: { type: 'bool' },
      is_over: { type: 'bool' },
    },
  },
  estimate: {
    code: 'support_hours_estimate',
    properties: { note: { type: 'text' }, task },
    returns: { is_asked: { type: 'bool' } },
  },
  urgent: {
    code: 'support_hours_urgent',
    properties: { kind: { type: 'select', options: ['urgent', 'critical'] }, note: { type: 'text' }, task },
    returns: { is_asked: { type: 'bool' } },
  },
} as const satisfies Record<string, RobotKind>;

export type RobotName = keyof typeof robotKinds;
export const robotNames = Object.keys(robotKinds) as RobotName[];

export function robotOf(code: string): RobotName | null {
  return robotNames.find((name) => robotKinds[name].code === code) ?? null;
}

/**
 * Which task a run is about: the one that was named, else the document itself where that is a task. The platform names
 * documents as [module, class, id]; of tasks the id is the number, alone or behind a word and `_`.
 */
export function taskOfRun(
  named: string | undefined,
  document: readonly (string | undefined)[],
): number | null {
  const own = /^[1-9]\d{0,14}$/.exec((named ?? '').trim())?.[0];
  if (own !== undefined) return Number(own);
  const [module, , id] = document;
  const found = module === 'tasks' ? /(?:^|_)([1-9]\d{0,14})$/.exec(id ?? '')?.[1] : undefined;
  return found === undefined ? null : Number(found);
}

/** "1,5" and "1.5" are hours; anything else, and nothing, asks for none. */
export function secondsOfHours(text: string | undefined): number {
  const hours = Number((text ?? '').trim().replace(',', '.'));
  return Number.isFinite(hours) && hours > 0 ? Math.round(Math.min(hours, 10_000) * 3_600) : 0;
}
