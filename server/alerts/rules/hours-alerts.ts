import { addDays } from '../../base/days.js';
import type { ClientState, DueAlert, PackageState } from './types.js';

/** Sources that are no purchase: what they hold counts, but nobody asks how much of them is used. */
const notBought = new Set(['gift', 'correction', 'rollover']);

/**
 * Thresholds are reckoned against one package, the *measure*: the largest bought one with hours left, else the last
 * bought. N % is reached when all the client has left is at most what N % would leave of it; with one package that is
 * simply the share used. So a package bought in time keeps the alert of the one before it from coming.
 * @param known keys ever raised for the client
 */
export function hoursAlerts(state: ClientState, known: ReadonlySet<string>): DueAlert[] {
  return [...thresholdAlerts(state, known), ...overageAlerts(state, known), ...expiryAlerts(state, known)];
}

/** Of the thresholds reached only the highest stands; a lower one is never told after a higher one. */
function thresholdAlerts(state: ClientState, known: ReadonlySet<string>): DueAlert[] {
  const measure = measureOf(state.packages);
  if (!measure) return [];
  const { packageId } = measure;
  const { overageSeconds } = state;
  const leftSeconds = leftOf(state.packages);
  const steps = [...state.terms.alerts.thresholdsPercent].sort((a, b) => a - b);
  const percent = steps.findLast((step) => isReached(step, measure, leftSeconds, overageSeconds));
  if (percent === undefined) return [];
  const keyOf = (step: number): string => `threshold:${packageId}:${step}`;
  return [
    {
      key: keyOf(percent),
      kind: 'threshold',
      facts: { packageId, percent, ...(percent > 100 ? { overageSeconds } : { leftSeconds }) },
      quiet: steps.some((step) => step > percent && known.has(keyOf(step))),
    },
  ];
}

function isReached(
  percent: number,
  { sizeSeconds }: PackageState,
  leftSeconds: number,
  overageSeconds: number,
): boolean {
  if (percent <= 100) return leftSeconds * 100 <= (100 - percent) * sizeSeconds;
  return leftSeconds === 0 && overageSeconds * 100 >= (percent - 100) * sizeSeconds;
}

function measureOf(packages: readonly PackageState[]): PackageState | undefined {
  const alive = packages.filter((each) => isAlive(each) && each.sizeSeconds > 0);
  const bought = alive.filter((each) => !notBought.has(each.source));
  const candidates = bought.length > 0 ? bought : alive;
  const withHours = candidates.filter((each) => each.leftSeconds > 0);
  return withHours.length > 0
    ? withHours.reduce((best, each) => (each.sizeSeconds > best.sizeSeconds ? each : best))
    : lastBought(candidates);
}

function lastBought(packages: readonly PackageState[]): PackageState | undefined {
  const order = (each: PackageState): [number, number] => [each.boughtAt, each.packageId];
  return packages.reduce<PackageState | undefined>((last, each) => {
    if (!last) return each;
    const [[at, id], [lastAt, lastId]] = [order(each), order(last)];
    return at > lastAt || (at === lastAt && id > lastId) ? each : last;
  }, undefined);
}

function isAlive({ state }: PackageState): boolean {
  return state === 'usable' || state === 'used-up' || state === 'future';
}

function leftOf(packages: readonly PackageState[]): number {
  return packages.filter(isAlive).reduce((sum, each) => sum + each.leftSeconds, 0);
}

/**
 * One alert per last bought package: after the next one is used up as well, overage is news again. A client who never
 * bought anything is listed only; nobody is told that hours ended which never were.
 */
function overageAlerts(state: ClientState, known: ReadonlySet<string>): DueAlert[] {
  const { overageSeconds, overage } = state;
  if (overageSeconds <= 0 && !overage.isOverLimit) return [];
  const packageId = lastBought(state.packages.filter((each) => !notBought.has(each.source)))?.packageId ?? 0;
  const beyond = overage.mode === 'stop' ? 'overage-stop' : 'overage-limit';
  const kind = overage.isOverLimit ? beyond : 'overage';
  const isWorseKnown =
    kind === 'overage' && (known.has(`overage-limit:${packageId}`) || known.has(`overage-stop:${packageId}`));
  const limitSeconds = kind === 'overage-limit' ? overage.allowedSeconds : null;
  const facts = { packageId, overageSeconds, ...(limitSeconds === null ? {} : { limitSeconds }) };
  return [{ key: `${kind}:${packageId}`, kind, facts, quiet: packageId === 0 || isWorseKnown }];
}

/** The nearest notice of each package that still holds hours. One sold inside the notice is told at the next one only. */
function expiryAlerts(state: ClientState, known: ReadonlySet<string>): DueAlert[] {
  const notices = [...state.terms.alerts.expiryDays].sort((a, b) => a - b);
  return state.packages.flatMap((each): DueAlert[] => {
    const { packageId, expiresOn, leftSeconds, createdOn } = each;
    if (expiresOn === null || leftSeconds <= 0 || each.state !== 'usable') return [];
    const days = notices.find((notice) => state.today >= addDays(expiresOn, -notice));
    if (days === undefined) return [];
    const keyOf = (notice: number): string => `expiry:${packageId}:${expiresOn}:${notice}`;
    const quiet =
      createdOn > addDays(expiresOn, -days) ||
      notices.some((notice) => notice < days && known.has(keyOf(notice)));
    return [{ key: keyOf(days), kind: 'expiry', facts: { packageId, expiresOn, leftSeconds }, quiet }];
  });
}
