import { reactive } from 'vue';
import type { TermsBody } from '../../../server/api/terms.js';
import type { TermsForm } from './terms-form.js';

/** From which day, why, and the change that was last previewed. */
export interface ApplyForm {
  effectiveFrom: string;
  reason: string;
  asked: string | null;
}
export interface TermsDraft {
  form: TermsForm;
  apply: ApplyForm;
}

/** The portal's terms as somebody was editing them: still there when they come back while the app's page is open. */
let kept: { start: string; untouched: string; draft: TermsDraft } | null = null;

/** Null when nothing was changed yet, or the terms it began from are others by now. */
export function keptDraft(start: TermsBody): TermsDraft | null {
  if (kept?.start !== JSON.stringify(start)) return null;
  return JSON.stringify(kept.draft.form) === kept.untouched ? null : kept.draft;
}

export function newDraft(form: TermsForm, today: string): TermsDraft {
  return reactive({ form, apply: { effectiveFrom: today, reason: '', asked: null } });
}

export function keepDraft(start: TermsBody, draft: TermsDraft): void {
  kept = { start: JSON.stringify(start), untouched: JSON.stringify(draft.form), draft };
}

export function dropDraft(): void {
  kept = null;
}
