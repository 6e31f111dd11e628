import type { LedgerLine, WhyPackage } from '../../api/index.js';
import type { Day } from '../../base/days.js';
import { byPackageOrder } from '../rules/order.js';
import type { LineWhy } from '../rules/types.js';
import type { KnownPackage, WhyBook } from './why-book-view.js';
import { type WhyWords, asSentence } from './why-words.js';

/** Rules that chose among packages. */
const choosing = new Set(['package-order', 'covers-earlier', 'no-package-left', 'covers-issued-overage']);

/** The packages there were when the line was posted, in the order in which they are asked, each with what became of it. */
export function packageVerdicts(
  line: LedgerLine,
  why: LineWhy,
  book: WhyBook,
  words: WhyWords,
): WhyPackage[] {
  const day = line.workDay;
  if (!choosing.has(why.rule) || day === null) return [];
  const known = book.packages.filter((each) => each.createdAt <= line.postedAt);
  return [...known].sort(inTurn(day)).map((each) => {
    const verdict = verdictOf(each, line, why, day);
    const values = { seconds: words.duration(line.seconds), day: dayOf(each, verdict, words) };
    const text = `${words.package(each)}: ${words.text(`verdict.${verdict}`, values)}.`;
    return { packageId: each.packageId, verdict, text: asSentence(text) };
  });
}

/** Those usable on the day first, then those valid later. */
function inTurn(day: Day): (a: KnownPackage, b: KnownPackage) => number {
  return (a, b) => Number(a.validFrom > day) - Number(b.validFrom > day) || byPackageOrder(a, b);
}

type Verdict = WhyPackage['verdict'];

function verdictOf(known: KnownPackage, line: LedgerLine, why: LineWhy, day: Day): Verdict {
  if (known.packageId === line.packageId) return 'chosen';
  if (why.usedUpBefore?.includes(known.packageId)) return 'used-up';
  if (known.expiresOn !== null && known.expiresOn < day) return 'over';
  if (known.closedOn !== null && known.closedOn < day) return 'closed';
  if (known.validFrom <= day) return 'next';
  return known.coversEarlier ? 'covers-next' : 'not-yet';
}

function dayOf(known: KnownPackage, verdict: Verdict, words: WhyWords): string {
  const day = { over: known.expiresOn, closed: known.closedOn }[verdict as string] ?? known.validFrom;
  return words.day(day);
}
