import { z } from 'zod';

export const daySchema = z.iso.date();
export const secondsSchema = z.number().int();
/** A repeated request with the same id does nothing twice. */
export const requestIdSchema = z.uuid();

/** Balance figures of a client as of a ledger position; all in billed seconds unless named otherwise. */
export const balanceSchema = z.object({
  position: z.number().int(),
  /** Unspent of usable packages minus overage: the number on the client's row. */
  balanceSeconds: secondsSchema,
  unspentSeconds: secondsSchema,
  overageSeconds: secondsSchema,
  boughtSeconds: secondsSchema,
  spentSeconds: secondsSchema,
  courtesySeconds: secondsSchema,
  recordedSeconds: secondsSchema,
  /** Billed seconds on lines that no report has issued yet. */
  notIssuedSeconds: secondsSchema,
});
export type Balance = z.infer<typeof balanceSchema>;
