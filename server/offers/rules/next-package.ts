/** What the rule needs to know of a package. */
export interface OwnedPackage {
  packageId: number;
  source: string;
  boughtAt: number;
  sizeSeconds: number;
  spentSeconds: number;
  state: string;
}

export interface NextPackage {
  /** The one it follows: once per package. */
  after: OwnedPackage;
  usedPercent: number;
}

/** Hours that somebody paid for: what a client is used to buy. */
const BOUGHT = ['manual', 'crm-deal', 'smart-invoice'];
const WAITING = ['future', 'unpaid'];

/**
 * Is it time to draft the next package? When `percent` of the usable hours are used: those of packages that still hold
 * some, and of the last bought one. Not while another package is on its way. Null = no; `percent` null = never.
 */
export function nextPackageDue(
  packages: readonly OwnedPackage[],
  percent: number | null,
): NextPackage | null {
  const after = lastBought(packages);
  if (percent === null || after === null || WAITING.includes(after.state)) return null;
  if (packages.some((one) => WAITING.includes(one.state) && one.source !== 'rollover')) return null;
  const counted = packages.filter((one) => one.state === 'usable' || isUsedUp(one, after));
  const size = sum(counted, (one) => one.sizeSeconds);
  const used = sum(counted, (one) => one.spentSeconds);
  if (size <= 0 || used * 100 < percent * size) return null;
  return { after, usedPercent: Math.floor((used * 100) / size) };
}

/** The package a client is used to buy. */
function lastBought(packages: readonly OwnedPackage[]): OwnedPackage | null {
  const bought = packages.filter((one) => BOUGHT.includes(one.source) && one.state !== 'refunded');
  return bought.reduce<OwnedPackage | null>(
    (last, one) => (last === null || isAfter(one, last) ? one : last),
    null,
  );
}

function isAfter(one: OwnedPackage, other: OwnedPackage): boolean {
  if (one.boughtAt !== other.boughtAt) return one.boughtAt > other.boughtAt;
  return one.packageId > other.packageId;
}

function isUsedUp(one: OwnedPackage, after: OwnedPackage): boolean {
  return one.packageId === after.packageId && one.state === 'used-up';
}

function sum(packages: readonly OwnedPackage[], of: (one: OwnedPackage) => number): number {
  return packages.reduce((total, one) => total + of(one), 0);
}
