import { type Terms, defaultTerms } from '../../base/terms.js';

/** Sections that gain fields as the app grows; the other parts of a version are taken as they were stored. */
const sections = ['rounding', 'overage', 'packages', 'rollover', 'alerts', 'report', 'acceptance'] as const;

/** The whole terms of a stored body: what it was too old to know is as the built-in terms say. Null = the portal's. */
export function storedTerms(body: string): unknown {
  const stored = JSON.parse(body) as { inherit?: boolean } & Partial<Terms>;
  if (stored.inherit === true) return null;
  const whole: Record<string, unknown> = { ...defaultTerms, ...stored };
  for (const name of sections) whole[name] = { ...defaultTerms[name], ...stored[name] };
  return whole;
}
