export type HandoffState = 'open' | 'done' | 'refused' | 'taken-back';

/** What decides how a hand-off may go on. */
export interface HandoffNow {
  state: HandoffState;
  sinceAt: number;
  untilAt: number | null;
  closings: number;
}

export type HandoffEvent =
  | { do: 'refuse'; at: number }
  /** `happened`: somebody has worked on the linked task, or hours were given back because of it. */
  | { do: 'take-back'; happened: boolean }
  | { do: 'close' }
  | { do: 'reopen' };

export type HandoffRefusal = 'HANDOFF_OVER' | 'HANDOFF_BEGUN';

/**
 * What a step makes of a hand-off. Refused, its boundary ends where it was refused; taken back, it never was; closed
 * and opened again by the portal as often as it likes.
 */
export function stepHandoff(now: HandoffNow, event: HandoffEvent): HandoffNow | HandoffRefusal {
  if (event.do === 'reopen') return now.state === 'done' ? { ...now, state: 'open' } : 'HANDOFF_OVER';
  if (now.state !== 'open') return 'HANDOFF_OVER';
  switch (event.do) {
    case 'refuse':
      return { ...now, state: 'refused', untilAt: Math.max(event.at, now.sinceAt) };
    case 'take-back':
      return event.happened ? 'HANDOFF_BEGUN' : { ...now, state: 'taken-back' };
    case 'close':
      return { ...now, state: 'done', closings: now.closings + 1 };
  }
}
