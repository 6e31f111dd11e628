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
  const chosen = known.find((each) => each.packageId === line.packageId);
  return [...known].sort(inTurn(day)).map((each) => {
    const verdict = verdictOf(each, line, why, day);
    const [said, on] = verdict === 'next' ? placeInLine(each, chosen) : [verdict, dayOf(each, verdict)];
    const values = { seconds: words.duration(line.seconds), day: on === null ? '' : words.day(on) };
    const text = `${words.package(each)}: ${words.text(`verdict.${said}`, values)}.`;
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

function dayOf(known: KnownPackage, verdict: Verdict): Day {
  const ended = { over: known.expiresOn, closed: known.closedOn }[verdict as string];
  return ended ?? known.validFrom;
}

/** What puts a package behind the chosen one, in the order of `byPackageOrder`, and the day that says so. */
function placeInLine(known: KnownPackage, chosen: KnownPackage | undefined): [string, Day | null] {
  if (known.expiresOn !== chosen?.expiresOn) {
    return known.expiresOn === null ? ['next-endless', null] : ['next-expires', known.expiresOn];
  }
  return known.validFrom === chosen.validFrom ? ['next-bought', null] : ['next-valid', known.validFrom];
}
