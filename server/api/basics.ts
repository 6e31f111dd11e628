import { z } from 'zod';

/** A day that calendars and comparisons can carry: four digits, with room before and after. */
export const daySchema = z.iso.date().refine((day) => day >= '1970-01-01' && day <= '9989-12-31');
/** A text that both databases store as it is: no NUL, no half of a surrogate pair. */
export const textSchema = z.string().refine((text) => !/\0|\p{Cs}/u.test(text));
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
