import type { GroupList } from '../../server/api/clients.js';

type Part = 'development' | 'free-support';
/** Ids of the department's own groups by what they are for. */
export type SpecialParts = Record<Part, number[]>;

export function specialParts(groups: GroupList['groups']): SpecialParts {
  const of = (part: Part) => groups.filter((group) => group.part === part).map((group) => group.groupId);
  return { development: of('development'), 'free-support': of('free-support') };
}

/** As the server wants the whole list. */
export function specialList(parts: SpecialParts): { groupId: number; part: Part }[] {
  const of = (part: Part) => parts[part].map((groupId) => ({ groupId, part }));
  return [...of('development'), ...of('free-support')];
}

export function sameParts(one: SpecialParts, other: SpecialParts): boolean {
  const text = (parts: SpecialParts) =>
    JSON.stringify([[...parts.development].sort(), [...parts['free-support']].sort()]);
  return text(one) === text(other);
}
