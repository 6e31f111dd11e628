import { z } from 'zod';
import { capacityViewSchema, type SetDays, type SetNorm, type SetOffice } from '../../server/api/capacity.js';
import {
  clientSprintSchema,
  refiningSchema,
  sprintChangedSchema,
  sprintPostsSchema,
  sprintViewSchema,
  type ChangeSprint,
  type MoveTask,
} from '../../server/api/sprints.js';
import { clientPromisesSchema, taskPromiseSchema } from '../../server/api/promises.js';
import { skillsViewSchema, type SetSkill } from '../../server/api/skills.js';
import type { ApiRequest } from './request.js';

type Ask = <S extends z.ZodType>(request: ApiRequest<S>) => Promise<z.infer<S>>;
const done = z.unknown();

/** How much everybody can work, and the week's plan. */
export function planningApi(ask: Ask) {
  const week = (weekOn: string) => `planning/sprints/${weekOn}`;
  const person = (userId: number) => `planning/people/${userId}`;
  return {
    capacity: (from?: string) =>
      ask({ path: 'planning/capacity', query: { from }, answer: capacityViewSchema }),
    setNorm: (userId: number, body: SetNorm) =>
      ask({ method: 'PUT', path: `${person(userId)}/norm`, body, answer: done }),
    setCapacityDays: (userId: number, body: SetDays) =>
      ask({ method: 'PUT', path: `${person(userId)}/days`, body, answer: done }),
    setOffice: (body: SetOffice) => ask({ method: 'PUT', path: 'planning/office', body, answer: done }),
    askAbsences: (body: { requestId: string }) =>
      ask({ method: 'POST', path: 'planning/absences', body, answer: done }),
    sprint: (weekOn: string) => ask({ path: week(weekOn), answer: sprintViewSchema }),
    sprintPosts: (weekOn: string) => ask({ path: `${week(weekOn)}/posts`, answer: sprintPostsSchema }),
    movePlanned: (weekOn: string, body: MoveTask) =>
      ask({ method: 'POST', path: `${week(weekOn)}/move`, body, answer: sprintChangedSchema }),
    freePlanned: (weekOn: string, body: ChangeSprint & { taskId: number }) =>
      ask({ method: 'POST', path: `${week(weekOn)}/free`, body, answer: sprintChangedSchema }),
    replanSprint: (weekOn: string, body: ChangeSprint) =>
      ask({ method: 'POST', path: `${week(weekOn)}/replan`, body, answer: sprintChangedSchema }),
    discardSprint: (weekOn: string, body: ChangeSprint) =>
      ask({ method: 'POST', path: `${week(weekOn)}/discard`, body, answer: sprintViewSchema }),
    publishSprint: (weekOn: string, body: ChangeSprint) =>
      ask({ method: 'POST', path: `${week(weekOn)}/publish`, body, answer: sprintViewSchema }),
    refineSprint: (weekOn: string, body: ChangeSprint & { iterations: number }) =>
      ask({ method: 'POST', path: `${week(weekOn)}/refine`, body, answer: refiningSchema }),
    refiningSprint: (weekOn: string) => ask({ path: `${week(weekOn)}/refine`, answer: refiningSchema }),
    cancelRefining: (weekOn: string) =>
      ask({ method: 'POST', path: `${week(weekOn)}/refine/cancel`, body: {}, answer: refiningSchema }),
    skills: () => ask({ path: 'planning/skills', answer: skillsViewSchema }),
    setSkill: (userId: number, body: SetSkill) =>
      ask({ method: 'PUT', path: `${person(userId)}/skills`, body, answer: done }),
    taskPromise: (taskId: number) => ask({ path: `tasks/${taskId}/promise`, answer: taskPromiseSchema }),
    clientPromises: (clientId: number) =>
      ask({ path: `clients/${clientId}/promises`, answer: clientPromisesSchema }),
    clientSprint: (clientId: number) =>
      ask({ path: `clients/${clientId}/sprint`, answer: clientSprintSchema }),
  };
}
