import type { EntryFact, PackageFact } from '../../server/ledger/rules/types.js';
import { worked } from './facts.js';
import { apply } from './ledger-changes.js';
import { instant, localDay } from './ledger-days.js';
import { post, type World } from './ledger-world.js';

/** Things that happen to a client, by hand; each is posted at once. Days are day numbers. */

export function work(
  world: World,
  entryId: number,
  day: number,
  seconds: number,
  more: Partial<EntryFact> = {},
) {
  const entry: EntryFact = {
    entryId,
    taskId: 1,
    userId: 1,
    seconds,
    ...worked(day, 600),
    workType: 'consulting',
    urgency: 'normal',
    courtesyReason: null,
    noticedOn: world.today,
    textKey: 'text',
    ...more,
  };
  apply(world, { subject: '', entry });
  return post(world);
}

export function remove(world: World, entryId: number) {
  apply(world, { subject: '', goneEntryId: entryId });
  return post(world);
}

export function buy(world: World, packageId: number, sizeSeconds: number, more: Partial<PackageFact> = {}) {
  const bought: PackageFact = {
    packageId,
    sizeSeconds,
    boughtAt: instant(0, 540),
    validFrom: localDay(0),
    expiresOn: null,
    closedOn: null,
    coversEarlier: true,
    purchaseActionId: `action-${packageId}`,
    ...more,
  };
  apply(world, { subject: '', package: bought });
  return post(world);
}

export function closePackage(world: World, packageId: number) {
  apply(world, { subject: '', closedPackageId: packageId });
  return post(world);
}

export function waive(world: World, entryId: number, seconds: number) {
  const waiverId = world.facts.waivers.length + 1;
  apply(world, { subject: '', waiver: { waiverId, entryId, seconds, noticedOn: world.today } });
  return post(world);
}

/** What stands for an entry: kind, package, seconds — in order, without lines that cancel out. */
export function standsFor(world: World, entryId: number): [string, number | null, number][] {
  return [...world.frozen, ...world.open]
    .filter((line) => line.entryId === entryId && line.seconds !== 0)
    .map(({ kind, packageId, seconds }) => [kind, packageId, seconds]);
}
