import { parseArgs } from 'node:util';
import { addDays } from '../../server/base/days.js';
import { forecastRunOut } from '../../server/ledger/rules/run-out.js';
import { rounded, type BenchResult } from './bench.js';
import { KINDS, makeHistory, type History } from './forecast-histories.js';

const TODAY = '2026-03-01';
const WITHIN: [number, number] = [0.85, 0.95];
/** One kind of history by itself: twelve weeks do not tell which kind it is, nor show a burst that never came yet. */
const KIND_WITHIN: [number, number] = [0.7, 0.99];
const BEYOND = '9999-12-31';

/** One history and what was said of it; days are ISO, so they compare as text. */
interface Case {
  history: History;
  actual: string;
  on90: string;
  on50: string;
  by90: string;
  naive: string;
}

/**
 * Do the forecast's dates hold? Simulated histories (steady, with zero weeks, growing, shrinking, seasonal, with bursts)
 * are cut after 12 weeks, some after 6 or 9; the forecast sees the weeks before, the rest says when the hours ran out. The peer divides the
 * balance by the mean burn of the same weeks.
 */
export function bench(options: string[]): Promise<BenchResult> {
  const { values } = parseArgs({
    args: options,
    options: { histories: { type: 'string', default: '6000' }, seed: { type: 'string', default: '1' } },
  });
  const count = Number(values.histories);
  const startedAt = performance.now();
  const cases = Array.from({ length: count }, (_, index) => tryOne(index, Number(values.seed)));
  const perForecastMs = (performance.now() - startedAt) / count;
  return Promise.resolve(judge(cases, perForecastMs));
}

function tryOne(index: number, seed: number): Case {
  const kind = KINDS[index % KINDS.length] ?? 'steady';
  const observedWeeks = [12, 12, 12, 9, 6][Math.floor(index / KINDS.length) % 5] ?? 12;
  const history = makeHistory(kind, observedWeeks, seed * 1_000_003 + index);
  const weeklyBurnSeconds = Array.from({ length: observedWeeks }, (_, week) =>
    history.days.slice(week * 7, week * 7 + 7).reduce((sum, seconds) => sum + seconds, 0),
  );
  const said = forecastRunOut({
    today: TODAY,
    accountingStartsOn: addDays(TODAY, -observedWeeks * 7),
    weeklyBurnSeconds,
    packages: [{ leftSeconds: history.balanceSeconds, validFrom: '2020-01-01', expiresOn: null }],
  });
  const mean = weeklyBurnSeconds.reduce((sum, seconds) => sum + seconds, 0) / observedWeeks;
  return {
    history,
    actual: dayAfter(history.ranOutAfterDays),
    on90: said?.on90 ?? BEYOND,
    on50: said?.on50 ?? BEYOND,
    by90: said?.band.to ?? BEYOND,
    naive: dayAfter(Math.ceil((7 * history.balanceSeconds) / mean)),
  };
}

function dayAfter(days: number): string {
  return days <= 104 * 7 ? addDays(TODAY, days) : BEYOND;
}

const lasts90 = (one: Case): boolean => one.actual >= one.on90;
const lasts50 = (one: Case): boolean => one.actual >= one.on50;
const over90 = (one: Case): boolean => one.actual <= one.by90;
const naiveLasts = (one: Case): boolean => one.actual >= one.naive;

function judge(cases: readonly Case[], perForecastMs: number): BenchResult {
  for (const kind of KINDS) {
    tell(
      kind,
      cases.filter((one) => one.history.kind === kind),
    );
  }
  tell('all', cases);
  const [held90, held50, heldLate, peer] = [lasts90, lasts50, over90, naiveLasts].map((held) =>
    share(cases, held),
  );
  const kinds = KINDS.map((kind) =>
    share(
      cases.filter((one) => one.history.kind === kind),
      lasts90,
    ),
  );
  const isHeld =
    held90 !== undefined &&
    within(held90.interval, WITHIN) &&
    heldLate !== undefined &&
    within([heldLate.share, heldLate.share], WITHIN);
  const isHeldByKind = kinds.every(({ share: part }) => within([part, part], KIND_WITHIN));
  const isMiddle = held50 !== undefined && within(held50.interval, [0.42, 0.58]);
  const isPeerCaught = peer !== undefined && !within([peer.share, peer.share], WITHIN);
  return {
    ...{ bench: 'forecast', ours: held90?.share ?? 0, peer: peer?.share ?? 0 },
    ...{ unit: 'share of cases in which hours lasted until the 90 % date', floor: WITHIN[0] },
    ratio: rounded((held90?.share ?? 0) / (peer?.share ?? 1)),
    ok: isHeld && isHeldByKind && isMiddle && isPeerCaught,
    histories: cases.length,
    ...{ held90, held50, overBy90: heldLate, ms: rounded(perForecastMs) },
    byKind: Object.fromEntries(KINDS.map((kind, index) => [kind, kinds[index]?.share])),
    lossRatio: rounded(loss(cases, 'on90', 0.1) / loss(cases, 'naive', 0.1)),
    lossRatio50: rounded(loss(cases, 'on50', 0.5) / loss(cases, 'naive', 0.5)),
  };
}

function tell(name: string, cases: readonly Case[]): void {
  const say = (held: (one: Case) => boolean): string => {
    const { share: part, interval } = share(cases, held);
    const percent = (value: number): string => (100 * value).toFixed(1);
    return `${percent(part)} % (${percent(interval[0])}–${percent(interval[1])})`;
  };
  console.log(
    `${name}, ${String(cases.length)} histories: hours lasted until the 90 % date in ${say(lasts90)}, until the 50 % date in ${say(lasts50)}; ` +
      `had run out by the late end of the band in ${say(over90)}; mean rate: lasted in ${say(naiveLasts)}`,
  );
}

interface Share {
  share: number;
  /** Wilson's 95 % interval. */
  interval: [number, number];
}

function share(cases: readonly Case[], held: (one: Case) => boolean): Share {
  const n = cases.length;
  const part = cases.filter(held).length / n;
  const z = 1.96;
  const middle = (part + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half = (z * Math.sqrt((part * (1 - part)) / n + z ** 2 / (4 * n ** 2))) / (1 + z ** 2 / n);
  return { share: rounded(part, 4), interval: [rounded(middle - half, 4), rounded(middle + half, 4)] };
}

function within([low, high]: [number, number], [least, most]: [number, number]): boolean {
  return low >= least && high <= most;
}

/** Pinball loss in log-days: small only for dates that are neither wrong nor needlessly cautious. */
function loss(cases: readonly Case[], date: 'on90' | 'on50' | 'naive', quantile: number): number {
  const log = (day: string): number =>
    Math.log(day === BEYOND ? 104 * 7 : Math.max(1, (Date.parse(day) - Date.parse(TODAY)) / 86_400_000));
  return cases.reduce((sum, one) => {
    const error = log(one.actual) - log(one[date]);
    return sum + (error >= 0 ? quantile * error : (quantile - 1) * error);
  }, 0);
}
