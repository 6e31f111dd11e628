/** Domain words with a short explanation, `hints.<word>` in the texts; one list for every screen. */
export const hintTerms = [
  'package',
  'balance',
  'overage',
  'courtesy',
  'recorded',
  'notIssued',
  'cut',
  'position',
  'seal',
  'entryNumber',
  'code',
  'rollover',
  'waiver',
  'correction',
  'terms',
  'reserve',
  'runOut',
  'skill',
] as const;
export type HintTerm = (typeof hintTerms)[number];
