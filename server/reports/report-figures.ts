import type { ReportModel } from '../api/index.js';
import type { Texts } from '../base/i18n/index.js';

type TaskSection = ReportModel['tasks'][number];

export interface BalanceMove {
  /** Its text is `report.<name>`. */
  name: 'bought' | 'billed' | 'addedLaterTitle' | 'correctionsTitle' | 'waiversTitle' | 'otherTitle';
  /** What it adds to the balance; negative when it takes away. */
  seconds: number;
}

/** Everything between opening and closing balance, in reading order; what did not move is left out. They add up. */
export function balanceMoves(model: ReportModel): BalanceMove[] {
  const tasks = billedIn(model.tasks);
  const later = billedIn(model.addedLater);
  const given = givenBackIn(model.waivers);
  const moved = model.closingSeconds - model.openingSeconds;
  const moves: BalanceMove[] = [
    { name: 'bought', seconds: model.boughtSeconds },
    { name: 'billed', seconds: -tasks },
    { name: 'addedLaterTitle', seconds: -later },
    { name: 'correctionsTitle', seconds: tasks + later - model.billedSeconds - given },
    { name: 'waiversTitle', seconds: given },
    { name: 'otherTitle', seconds: moved - model.boughtSeconds + model.billedSeconds },
  ];
  return moves.filter((move) => move.seconds !== 0 || move.name === 'billed');
}

/** Billed seconds of some tasks together. */
export function billedIn(sections: readonly TaskSection[]): number {
  return sections.reduce((sum, section) => sum + section.billedSeconds, 0);
}

/** A work type in words; one that a portal made up itself shows under its own name. */
export function workTypeName(texts: Texts, workType: string): string {
  const name = texts(`workType.${workType}`);
  return name === `workType.${workType}` ? workType : name;
}

/** What comes back to the balance: of entries that an earlier report had billed. The hours of the others are less anyway. */
function givenBackIn(waivers: ReportModel['waivers']): number {
  return waivers.reduce((sum, one) => sum + (one.issuedIn === null ? 0 : one.seconds), 0);
}

/** Where the hours of the waived entry stand: in this report, less already, or in an earlier one. */
export function waiverNote(texts: Texts, waiver: ReportModel['waivers'][number]): string {
  return waiver.issuedIn === null
    ? texts('report.waiverInHours')
    : texts('report.waiverOfReport', { number: waiver.issuedIn });
}

/** What moved hours otherwise, in plain words: «Возврат: Пакет 10 часов — по просьбе клиента». */
export function otherName(texts: Texts, line: ReportModel['otherLines'][number]): string {
  const what = [texts(`lineKind.${line.kind}`), line.title].filter(Boolean).join(': ');
  return line.reason ? `${what} — ${line.reason}` : what;
}
