import type { WhyLine } from '../../server/api/ledger.js';

type Step = WhyLine['steps'][number];

/** Leaves out steps that changed nothing: a multiplier of one, a rounding that rounded nothing. */
export function tellingSteps(steps: Step[]): Step[] {
  const recorded = figureOf(steps, 'recorded', 'seconds');
  const permille = figureOf(steps, 'multiplier', 'multiplierPermille') ?? 1000;
  return steps.filter((step) => {
    if (step.rule === 'multiplier') return permille !== 1000;
    if (step.rule !== 'rounding' || recorded === null) return true;
    const alone = step.values['groupBeforeSeconds'] === 0;
    return !alone || step.values['groupBilledSeconds'] !== Math.round((recorded * permille) / 1000);
  });
}

function figureOf(steps: Step[], rule: string, name: string): number | null {
  const value = steps.find((step) => step.rule === rule)?.values[name];
  return typeof value === 'number' ? value : null;
}
