import type { Visitor } from '../access/index.js';
import type { SkillsView } from '../api/index.js';
import { mayManage } from '../clients/index.js';
import type { DbOrTx } from '../base/db/index.js';
import { readWeekFacts } from './read-week-facts.js';

/** How well everybody in plans does each type of work: learned from recorded time, and as managers said. */
export async function showSkills(db: DbOrTx, visitor: Visitor, now: number): Promise<SkillsView> {
  const facts = await readWeekFacts(db, { portalId: visitor.portalId, now });
  const mayEdit = mayManage(visitor);
  const named = [...facts.clients.values()].flatMap(({ terms }) => Object.keys(terms.workTypes));
  const learned = [...facts.learned.values()].flatMap(({ skillPermille }) => Object.keys(skillPermille));
  const said = [...facts.setSkills.values()].flatMap((skills) => Object.keys(skills));
  const workTypes = [...new Set([...named, ...learned, ...said])];
  return {
    ...{ mayEdit, workTypes },
    people: facts.people
      .filter(({ userId }) => mayEdit || userId === visitor.userId)
      .map(({ userId, name }) => ({
        ...{ userId, name },
        skills: workTypes.map((workType) => ({
          workType,
          learnedPermille: facts.learned.get(userId)?.skillPermille[workType] ?? null,
          setPermille: facts.setSkills.get(userId)?.[workType] ?? null,
        })),
      })),
  };
}
