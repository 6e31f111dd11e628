import type { z } from 'zod';
import {
  changeAnswerSchema,
  packageChangesSchema,
  packageDefaultsSchema,
  type AdjustPackage,
  type ClosePackage,
  type GrantWaivers,
  type MarkPaid,
  type RefundPackage,
  type TransferHours,
  type UndoPackageChange,
} from '../../server/api/packages.js';
import type { ApiRequest } from './request.js';

type Ask = <S extends z.ZodType>(request: ApiRequest<S>) => Promise<z.infer<S>>;

/** What can be done with a package, by the name of its route. */
export interface PackageWishes {
  adjust: AdjustPackage;
  transfer: TransferHours;
  refund: RefundPackage;
  close: ClosePackage;
  paid: MarkPaid;
  undo: UndoPackageChange;
}
export type PackageWish = {
  [W in keyof PackageWishes]: { wish: W; packageId: number; body: PackageWishes[W] };
}[keyof PackageWishes];

/** Changes of packages and waivers. With `preview` the answer says what would happen, and nothing does. */
export function packagesApi(ask: Ask) {
  const change = (path: string, body: unknown, preview: boolean) =>
    ask({ method: 'POST', path, query: { preview: String(preview) }, body, answer: changeAnswerSchema });
  return {
    changePackage: (clientId: number, { wish, packageId, body }: PackageWish, preview: boolean) =>
      change(`clients/${clientId}/packages/${packageId}/${wish}`, body, preview),
    waive: (clientId: number, body: GrantWaivers, preview: boolean) =>
      change(`clients/${clientId}/waivers`, body, preview),
    packageChanges: (clientId: number, packageId: number) =>
      ask({ path: `clients/${clientId}/packages/${packageId}/changes`, answer: packageChangesSchema }),
    packageDefaults: (clientId: number) =>
      ask({ path: `clients/${clientId}/package-defaults`, answer: packageDefaultsSchema }),
  };
}
