import type { SellPackage } from '../../server/api/clients.js';
import { emptyPackage, lastDayOf, packageFaults, packageRequest } from '../ui/package-form.js';
import { newRequestId } from '../ui/request-id.js';

/** A group that becomes a client. It keeps its request ids, so a repeat after a half-done try adds and sells nothing twice. */
export interface ChosenGroup {
  groupId: number;
  name: string;
  /** As typed; empty = no package yet. */
  hours: string;
  clientRequest: string;
  packageRequest: string;
}

export function chosenGroup({ groupId, name }: { groupId: number; name: string }): ChosenGroup {
  return { groupId, name, hours: '', clientRequest: newRequestId(), packageRequest: newRequestId() };
}

export function hasHours({ hours }: ChosenGroup): boolean {
  return hours.trim() !== '';
}

export function hoursAreWrong(group: ChosenGroup): boolean {
  return hasHours(group) && packageFaults({ ...emptyPackage(''), hours: group.hours }).hours;
}

/** A first package as the client's terms would have it, bought today. */
export function firstPackage(
  group: ChosenGroup,
  of: { today: string; title: string; coversEarlier: boolean; validMonths: number | null },
): SellPackage {
  const { today, title, coversEarlier, validMonths } = of;
  const form = { ...emptyPackage(today), hours: group.hours, coversEarlier };
  return packageRequest({ ...form, expiresOn: lastDayOf(today, validMonths) }, group.packageRequest, title);
}
