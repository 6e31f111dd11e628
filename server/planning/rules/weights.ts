import type { PlanTask, Urgency } from './plan-model.js';

/**
 * What a plan is worth, in points. A planned task brings seconds × weight × 1000; what is not as wished takes away so
 * many thousandths of that. All losses of a task together stay below 1000: doing it is always better than leaving it.
 */
export const WHOLE = 1000;

const PRIORITY_WEIGHT = [1, 2, 4] as const;
const URGENCY_WEIGHT: Record<Urgency, number> = { plain: 1, urgent: 5, critical: 25 };

/** 0 plain, 1 urgent, 2 critical. */
export type Level = 0 | 1 | 2;
export const LEVEL: Record<Urgency, Level> = { plain: 0, urgent: 1, critical: 2 };
const URGENCY_OF: readonly Urgency[] = ['plain', 'urgent', 'critical'];

export function weightOf(priority: PlanTask['priority'], level: Level): number {
  return PRIORITY_WEIGHT[priority] * URGENCY_WEIGHT[URGENCY_OF[level] ?? 'plain'];
}

/** A missed deadline: 30 % on the first day, 1 % for each further one, at most 45 %. */
export function lateLoss(lateDays: number): number {
  return lateDays <= 0 ? 0 : Math.min(450, 290 + 10 * lateDays);
}

const DELAY_A_DAY = [2, 15, 25] as const;

/** Each day later takes 0.2 % of ordinary work, 1.5 % of urgent, 2.5 % of critical; at most 20 %. */
export function delayLoss(level: Level, dayIndex: number): number {
  return Math.min(200, dayIndex * DELAY_A_DAY[level]);
}

/** Up to 12 % for a lack of skill, up to 3 % for a client nobody told them of. */
export function fitLoss(skillPermille: number, clientPermille: number): number {
  return share(120, WHOLE - skillPermille) + share(30, WHOLE - clientPermille);
}

function share(most: number, permille: number): number {
  return Math.round((most * Math.max(0, Math.min(WHOLE, permille))) / WHOLE);
}

/** Against what was published: another person 10 %, another last day 2 % and 0.2 % a day, at most 5 %. */
export function moveLoss(isSamePerson: boolean, daysApart: number): number {
  const days = Math.abs(daysApart);
  return (isSamePerson ? 0 : 100) + (days === 0 ? 0 : Math.min(50, 20 + 2 * days));
}
