/** Recorded work of one person: for whom and of which type. */
export interface DoneWork {
  userId: number;
  clientId: number;
  workType: string;
  seconds: number;
}

export interface Learned {
  skillPermille: Record<string, number>;
  clientPermille: Record<number, number>;
}

/** Nobody knows what a person can do who has never done it: half. */
export const UNKNOWN_SKILL = 500;
/** So much work of a type takes somebody half the way from unknown to master. */
const HALF_WAY_SECONDS = 10 * 3_600;

/** What each person has learned by doing: more work, more skill, each hour a little less than the one before. */
export function learnSkills(done: readonly DoneWork[]): Map<number, Learned> {
  const byUser = new Map<number, { types: Map<string, number>; clients: Map<number, number> }>();
  for (const { userId, clientId, workType, seconds } of done) {
    const known = byUser.get(userId) ?? { types: new Map(), clients: new Map() };
    known.types.set(workType, (known.types.get(workType) ?? 0) + seconds);
    known.clients.set(clientId, (known.clients.get(clientId) ?? 0) + seconds);
    byUser.set(userId, known);
  }
  return new Map(
    [...byUser].map(([userId, { types, clients }]) => [
      userId,
      {
        skillPermille: Object.fromEntries(
          [...types].map(([type, seconds]) => [type, UNKNOWN_SKILL + share(seconds, 1000 - UNKNOWN_SKILL)]),
        ),
        clientPermille: Object.fromEntries([...clients].map(([id, seconds]) => [id, share(seconds, 1000)])),
      },
    ]),
  );
}

function share(seconds: number, most: number): number {
  return Math.round((most * seconds) / (seconds + HALF_WAY_SECONDS));
}
