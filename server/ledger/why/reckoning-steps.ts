import type { LedgerLine, WhyStep } from '../../api/index.js';
import { type Reckoning, reckon } from '../rules/reckon.js';
import type { LineWhy } from '../rules/types.js';
import type { WhyBook } from './why-book-view.js';
import type { WhyWords } from './why-words.js';

/** From recorded to billed, leaving out what changed nothing; every figure follows from those before it. */
export function reckoningSteps(line: LedgerLine, why: LineWhy, book: WhyBook, words: WhyWords): WhyStep[] {
  const reckoning = reckon(why);
  if (!reckoning) return [];
  return [
    ...multiplierStep(why, reckoning, words),
    ...groupStep(reckoning, words),
    ...minimumStep(why, reckoning, words),
    ...roundingStep(why, reckoning, words),
    ...shareStep(reckoning, words),
    ...waivedSteps(line, reckoning, book, words),
    ...billedStep(line, reckoning, words),
  ];
}

function multiplierStep(why: LineWhy, reckoning: Reckoning, words: WhyWords): WhyStep[] {
  const multiplierPermille = why.multiplierPermille ?? 1000;
  const urgencyPermille = why.urgencyPermille ?? 1000;
  if (multiplierPermille === 1000 && urgencyPermille === 1000) return [];
  const typePermille = urgencyPermille === 0 ? 0 : (multiplierPermille * 1000) / urgencyPermille;
  const resultSeconds = Math.floor((reckoning.recordedSeconds * multiplierPermille + 500) / 1000);
  const values = { typePermille, urgencyPermille, multiplierPermille, resultSeconds };
  const text = words.text(`step.${multiplierKey(typePermille, urgencyPermille)}`, {
    seconds: words.duration(reckoning.recordedSeconds),
    result: words.duration(resultSeconds),
    multiplier: words.multiplier(multiplierPermille),
    type: words.multiplier(typePermille),
    urgency: words.multiplier(urgencyPermille),
  });
  return [{ rule: 'multiplier', values, text }];
}

function multiplierKey(typePermille: number, urgencyPermille: number): string {
  if (urgencyPermille === 0) return 'multiplier';
  if (urgencyPermille === 1000) return 'multiplierOfType';
  return typePermille === 1000 ? 'multiplierOfUrgency' : 'multiplierOfBoth';
}

function groupStep({ before, after }: Reckoning, words: WhyWords): WhyStep[] {
  if (before.multipliedSeconds === 0) return [];
  const values = { beforeSeconds: before.multipliedSeconds, withSeconds: after.multipliedSeconds };
  const text = words.text('step.group', {
    multipliedBefore: words.duration(before.multipliedSeconds),
    multiplied: words.duration(after.multipliedSeconds),
  });
  return [{ rule: 'group', values, text }];
}

function minimumStep(why: LineWhy, { after }: Reckoning, words: WhyWords): WhyStep[] {
  if (after.chargedSeconds === after.multipliedSeconds) return [];
  const minimumSeconds = why.minimumSeconds ?? 0;
  const values = { minimumSeconds, fromSeconds: after.multipliedSeconds, toSeconds: after.chargedSeconds };
  const text = words.text('step.minimum', {
    minimum: words.duration(minimumSeconds),
    from: words.duration(after.multipliedSeconds),
    to: words.duration(after.chargedSeconds),
  });
  return [{ rule: 'minimum', values, text }];
}

function roundingStep(why: LineWhy, { after }: Reckoning, words: WhyWords): WhyStep[] {
  const { rounding } = why;
  if (!rounding || after.billedSeconds === after.chargedSeconds) return [];
  const { mode, stepSeconds, per } = rounding;
  const values = {
    mode,
    stepSeconds,
    per,
    fromSeconds: after.chargedSeconds,
    toSeconds: after.billedSeconds,
  };
  const text = words.text(mode === 'up' ? 'step.roundingUp' : 'step.roundingNearest', {
    step: words.duration(stepSeconds),
    per: words.text(`per.${per}`),
    from: words.duration(after.chargedSeconds),
    to: words.duration(after.billedSeconds),
  });
  return [{ rule: 'rounding', values, text }];
}

function shareStep({ before, after, shareSeconds }: Reckoning, words: WhyWords): WhyStep[] {
  if (before.billedSeconds === 0) return [];
  const values = { afterSeconds: after.billedSeconds, beforeSeconds: before.billedSeconds, shareSeconds };
  const text = words.text('step.share', {
    after: words.duration(after.billedSeconds),
    before: words.duration(before.billedSeconds),
    share: words.duration(shareSeconds),
  });
  return [{ rule: 'share', values, text }];
}

/** Only waivers that were there when the line was posted. */
function waivedSteps(line: LedgerLine, reckoning: Reckoning, book: WhyBook, words: WhyWords): WhyStep[] {
  const { waivedSeconds } = reckoning;
  if (waivedSeconds === 0) return [];
  const granted = (book.waivers.get(line.entryId ?? 0) ?? []).filter(
    (each) => each.noticedAt <= line.postedAt,
  );
  return [
    ...granted.map(({ seconds, reason, noticedAt, actionId }) => {
      const deed = book.deeds.get(actionId);
      const who = deed ? words.who(deed) : '—';
      const told = { seconds: words.duration(seconds), reason, who, at: words.moment(noticedAt) };
      const text = words.text('step.waivedOne', told);
      return { rule: 'waiver', values: { seconds, reason, who, at: noticedAt }, text };
    }),
    {
      rule: 'waived',
      values: { seconds: waivedSeconds },
      text: words.text('step.waived', { seconds: words.duration(waivedSeconds) }),
    },
  ];
}

function billedStep(line: LedgerLine, { billedSeconds }: Reckoning, words: WhyWords): WhyStep[] {
  const billed = {
    rule: 'billed',
    values: { seconds: billedSeconds },
    text: words.text('step.billed', { seconds: words.duration(billedSeconds) }),
  };
  if (line.seconds === billedSeconds || !['spend', 'overage'].includes(line.kind)) return [billed];
  const text = words.text('step.part', { seconds: words.duration(line.seconds) });
  return [billed, { rule: 'part', values: { seconds: line.seconds }, text }];
}
