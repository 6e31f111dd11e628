import { sql } from 'kysely';
import type { BurnDown } from '../api/index.js';
import { addDays, type Day, dayOf } from '../base/days.js';
import type { DbOrTx } from '../base/db/index.js';
import type { ClientRecord } from '../clients/index.js';
import { readAccount } from './balance-view.js';
import { type BandPoint, forecastBand } from './rules/burn-band.js';
import { balanceEffectOf } from './rules/effect.js';
import type { PlannedWeek } from './rules/run-out.js';
import type { LineKind } from './rules/types.js';
import { readWeeklyBurn } from './statement-view.js';

const WEEKS_BACK = 26;
const WEEKS_AHEAD = 16;
const BURN_WEEKS = 12;
const DAYS = 7;

/** How a client's hours went, by day of work, and how they may go on. */
export async function readBurnDown(
  db: DbOrTx,
  client: ClientRecord,
  now: number,
  plannedWeeks: readonly (PlannedWeek | null)[],
): Promise<BurnDown> {
  const today = dayOf(now, client.time_zone);
  const account = await readAccount(db, client, now);
  const burns = await readWeeklyBurn(db, client.portal_id, now, BURN_WEEKS);
  const band = forecastBand(
    {
      today,
      accountingStartsOn: client.accounting_starts_on,
      weeklyBurnSeconds: burns.get(client.client_id) ?? Array.from({ length: BURN_WEEKS }, () => 0),
      packages: account.packages,
      plannedWeeks,
    },
    WEEKS_AHEAD,
  );
  const owed = account.balance.overageSeconds;
  return {
    today,
    points: pointsOf(await readEffects(db, client), client.accounting_starts_on, today),
    band: untilNothingIsLeft(band).map(({ day, lowSeconds, midSeconds, highSeconds }) => ({
      day,
      lowSeconds: lowSeconds - owed,
      midSeconds: midSeconds - owed,
      highSeconds: highSeconds - owed,
    })),
    workTypes: await readWorkTypes(db, client, addDays(today, -BURN_WEEKS * DAYS)),
  };
}

/** One point of emptiness says it; a long flat line says nothing more. */
function untilNothingIsLeft(band: BandPoint[]): BandPoint[] {
  const empty = band.findIndex(({ highSeconds }) => highSeconds === 0);
  return empty < 0 ? band : band.slice(0, empty + 1);
}

interface DayEffect {
  day: Day | null;
  seconds: number;
}

/** Reversals stand on the same day with the opposite sign, so the sum needs no join. */
async function readEffects(db: DbOrTx, client: ClientRecord): Promise<DayEffect[]> {
  const rows = await db
    .selectFrom('lines')
    .select([
      'kind',
      'work_day',
      sql<number>`case when package_id is null then 1 else 0 end`.as('no_package'),
    ])
    .select(sql<number>`cast(sum(seconds) as bigint)`.as('seconds'))
    .where('portal_id', '=', client.portal_id)
    .where('client_id', '=', client.client_id)
    .groupBy(['kind', 'work_day', sql`3`])
    .execute();
  return rows.map((row) => ({
    day: row.work_day,
    seconds: balanceEffectOf({
      kind: row.kind as LineKind,
      seconds: row.seconds,
      packageId: row.no_package === 1 ? null : 0,
    }),
  }));
}

/** One point a week, back from today; work older than the first point is in it. Before the first line there is nothing to draw. */
function pointsOf(effects: readonly DayEffect[], startsOn: Day, today: Day): BurnDown['points'] {
  const days: Day[] = [];
  const moved = effects.filter(({ seconds }) => seconds !== 0).map(({ day }) => day ?? startsOn);
  const first = moved.reduce((least, day) => (day < least ? day : least), today);
  const from = first < startsOn ? startsOn : first;
  for (let week = WEEKS_BACK; week >= 0; week -= 1) {
    const day = addDays(today, -week * DAYS);
    if (day >= from || week === 0) days.push(day);
  }
  return days.map((day) => ({
    day,
    balanceSeconds: effects.reduce(
      (sum, effect) => ((effect.day ?? '') <= day ? sum + effect.seconds : sum),
      0,
    ),
  }));
}

async function readWorkTypes(db: DbOrTx, client: ClientRecord, since: Day): Promise<BurnDown['workTypes']> {
  const rows = await db
    .selectFrom('lines')
    .select(['work_type', sql<number>`cast(sum(seconds) as bigint)`.as('seconds')])
    .where('portal_id', '=', client.portal_id)
    .where('client_id', '=', client.client_id)
    .where('kind', 'in', ['spend', 'overage', 'correction'])
    .where('work_day', '>', since)
    .groupBy('work_type')
    .execute();
  return rows
    .filter((row) => row.seconds > 0)
    .map((row) => ({ workType: row.work_type ?? 'other', seconds: row.seconds }))
    .sort((a, b) => b.seconds - a.seconds || a.workType.localeCompare(b.workType));
}
