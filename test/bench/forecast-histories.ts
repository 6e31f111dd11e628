/** A client's life: billed seconds of each day; the first `observedWeeks` weeks are history, the rest is the future. */
export interface History {
  kind: Kind;
  days: number[];
  /** What the client has left when history ends. */
  balanceSeconds: number;
  /** Days from the end of history to the day on which the balance is used up; Infinity when it lasts longer. */
  ranOutAfterDays: number;
}

export const KINDS = ['steady', 'zero weeks', 'growing', 'shrinking', 'season', 'bursts'] as const;
export type Kind = (typeof KINDS)[number];

const FUTURE_WEEKS = 104;
const HOUR = 3600;

/** A history of `kind`; the same seed gives the same. Balances last for about 1 to 20 ordinary weeks. */
export function makeHistory(kind: Kind, observedWeeks: number, seed: number): History {
  const random = seeded(seed);
  const base = HOUR * Math.exp(Math.log(2) + random() * Math.log(20));
  const level = levelOf(kind, random);
  const spread = 0.15 + 0.55 * random();
  const days: number[] = [];
  for (let week = -observedWeeks; week < FUTURE_WEEKS; week += 1) {
    const noise = Math.exp(spread * normal(random) - spread ** 2 / 2);
    days.push(...overDays(base * level(week) * noise, random));
  }
  const balanceSeconds = Math.round(base * (1 + 19 * random()));
  return {
    kind,
    days,
    balanceSeconds,
    ranOutAfterDays: usedUpAfter(days, observedWeeks * 7, balanceSeconds),
  };
}

/** The expected burn of a week (0 = the first one of the future) relative to an ordinary one. */
function levelOf(kind: Kind, random: () => number): (week: number) => number {
  const share = random();
  if (kind === 'zero weeks') return () => (random() < 0.2 + 0.5 * share ? 0 : 1 / (0.8 - 0.5 * share));
  if (kind === 'growing') return (week) => Math.min(3, Math.exp((0.005 + 0.015 * share) * week));
  if (kind === 'shrinking') return (week) => Math.max(0.3, Math.exp(-(0.005 + 0.015 * share) * week));
  if (kind === 'season')
    return season([13, 26, 52][Math.floor(3 * share)] ?? 52, 0.2 + 0.3 * random(), random());
  if (kind === 'bursts') return bursts(0.08 + 0.12 * share, random);
  return () => 1;
}

function season(period: number, height: number, phase: number): (week: number) => number {
  return (week) => 1 + height * Math.sin(2 * Math.PI * (week / period + phase));
}

/** Quiet support, and now and then a project of two to four weeks. */
function bursts(chance: number, random: () => number): () => number {
  let left = 0;
  return () => {
    if (left > 0) left -= 1;
    else if (random() < chance) left = 1 + Math.ceil(3 * random());
    return left > 0 ? 3 : 0.5;
  };
}

/** A week's work falls on a few entries on its working days. */
function overDays(weekSeconds: number, random: () => number): number[] {
  const shares = Array.from({ length: 7 }, (_, day) => (day < 5 ? -Math.log(1 - random()) : 0));
  const sum = shares.reduce((all, share) => all + share, 0);
  return shares.map((share) => Math.round((weekSeconds * share) / sum));
}

function usedUpAfter(days: readonly number[], from: number, balanceSeconds: number): number {
  let left = balanceSeconds;
  for (let day = from; day < days.length; day += 1) {
    left -= days[day] ?? 0;
    if (left <= 0) return day - from + 1;
  }
  return Infinity;
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** xorshift32 after a spread of the seed; apart from the generator of the rule that is measured. */
function seeded(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0 || 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  for (let warm = 0; warm < 8; warm += 1) next();
  return next;
}
