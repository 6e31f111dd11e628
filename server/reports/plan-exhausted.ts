import type { Cut, PackageView } from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { newId } from '../base/ids.js';
import { readClient } from '../clients/index.js';
import { type KeptLine, readAccount, readStanding } from '../ledger/index.js';
import { insertReport, readCauses } from './report-store.js';
import { nextWorkingMorning } from '../base/next-due.js';
import { usedUpMode, workingDays } from './schedules.js';

/**
 * A package that is used up gets a draft report on the next working day at 10:00 client time. Called after hours were
 * posted; a package that has its plan, draft or report already gets no second one.
 */
export async function planExhausted(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  portalId: string,
  clientId: number,
): Promise<void> {
  const client = await readClient(tx, portalId, clientId);
  if (!client) return;
  const now = ground.clock.now();
  const account = await readAccount(tx, client, now);
  const planned = await readCauses(tx, portalId, clientId);
  const usedUp = account.packages.filter((view) => isUsedUp(view) && !planned.has(causeOf(view.packageId)));
  if (usedUp.length === 0) return;
  if ((await usedUpMode(tx, client, now)) === 'off') return;
  const isWorking = await workingDays(tx, portalId);
  const standing = await readStanding(tx, { portalId, clientId });
  for (const { packageId } of usedUp) {
    const cut = packageEnd(standing, packageId);
    if (!cut) continue;
    await insertReport(tx, {
      portal_id: portalId,
      client_id: clientId,
      report_id: newId(),
      cause: causeOf(packageId),
      state: 'planned',
      cut: JSON.stringify(cut),
      due_at: nextWorkingMorning(now, client.time_zone, isWorking),
      position: null,
      model: null,
      number: null,
      created_at: now,
      updated_at: now,
      action_id: null,
    });
  }
}

function causeOf(packageId: number): string {
  return `exhausted:${packageId}`;
}

/** Used up by work: a package whose rest expired or went on has nothing to say beyond the next report. */
export function isUsedUp(view: PackageView): boolean {
  return (
    view.leftSeconds === 0 &&
    view.spentSeconds > 0 &&
    view.forfeitedSeconds === 0 &&
    view.state !== 'rolled-over'
  );
}

/** The moment a package ended: its last second in work order; null when a report has already shown it. */
export function packageEnd(standing: readonly KeptLine[], packageId: number): Cut | null {
  let last: KeptLine | null = null;
  for (const line of standing) {
    if (line.packageId !== packageId || line.kind !== 'spend' || line.workedAt === null) continue;
    if (
      last === null ||
      order(line) > order(last) ||
      (order(line) === order(last) && entry(line) > entry(last))
    ) {
      last = line;
    }
  }
  if (last === null || last.reportNumber !== null) return null;
  return { at: 'package-end', packageId, workedAt: order(last), entryId: entry(last) };
}

function order(line: KeptLine): number {
  return line.workedAt ?? 0;
}

function entry(line: KeptLine): number {
  return line.entryId ?? 0;
}
