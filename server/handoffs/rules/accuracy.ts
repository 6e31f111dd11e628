/** A closed task: what was planned for it, and what it took. */
export interface Sample {
  workType: string;
  plannedSeconds: number;
  recordedSeconds: number;
}

export interface Accuracy {
  tasks: number;
  ratioPermille: number;
  /** Null = of all kinds of work. */
  workType: string | null;
}

/** Fewer tell more about those tasks than about the person. */
const ENOUGH = 3;

/** What somebody's closed tasks say about their figures: of this kind of work where there are enough, else of all. */
export function accuracyOf(samples: readonly Sample[], workType: string | null): Accuracy | null {
  const worked = samples.filter((one) => one.plannedSeconds > 0 && one.recordedSeconds > 0);
  const ofType = worked.filter((one) => one.workType === workType);
  if (workType !== null && ofType.length >= ENOUGH) return told(ofType, workType);
  return worked.length >= ENOUGH ? told(worked, null) : null;
}

function told(samples: readonly Sample[], workType: string | null): Accuracy {
  const ratios = samples
    .map((one) => (one.recordedSeconds / one.plannedSeconds) * 1000)
    .sort((a, b) => a - b);
  const middle = Math.floor(ratios.length / 2);
  const upper = ratios[middle] ?? 1000;
  const median = ratios.length % 2 === 1 ? upper : ((ratios[middle - 1] ?? upper) + upper) / 2;
  return { tasks: samples.length, ratioPermille: Math.round(median), workType };
}
