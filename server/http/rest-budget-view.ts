import type { PortalHealth } from '../api/index.js';
import type { DbOrTx } from '../base/db/index.js';
import { readRestUse, type RestLimits, type RestUse } from '../portal/rest/index.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

type Budget = PortalHealth['budget'];
type MethodBudget = Budget['methods'][number];

/** What each method used in the last hour and day, beside what the platform allows. Windows of ten minutes count whole. */
export async function readRestBudget(
  db: DbOrTx,
  portalId: string,
  now: number,
  limits: RestLimits,
): Promise<Budget> {
  const uses = await readRestUse(db, portalId, now - DAY_MS);
  const names = [...new Set(uses.map((use) => use.method))];
  const methods = names.map((method) =>
    budgetOf(
      uses.filter((use) => use.method === method),
      now,
    ),
  );
  return {
    limits: { ...limits, windowSeconds: limits.windowMs / 1_000 },
    requests: methods.find((one) => one.method === 'http') ?? null,
    methods: methods.filter((one) => one.method !== 'http').sort((a, b) => b.callsDay - a.callsDay),
  };
}

function budgetOf(uses: readonly RestUse[], now: number): MethodBudget {
  const lastHour = uses.filter((use) => use.bucketAt >= now - HOUR_MS);
  const sum = (of: readonly RestUse[], key: 'calls' | 'runMs' | 'refused'): number =>
    of.reduce((total, use) => total + use[key], 0);
  const most = (of: readonly RestUse[]): number => Math.max(0, ...of.map((use) => use.operatingMs));
  return {
    method: uses[0]?.method ?? '',
    callsHour: sum(lastHour, 'calls'),
    callsDay: sum(uses, 'calls'),
    runMsHour: sum(lastHour, 'runMs'),
    runMsDay: sum(uses, 'runMs'),
    mostMsHour: most(lastHour),
    mostMsDay: most(uses),
    refusedDay: sum(uses, 'refused'),
  };
}
