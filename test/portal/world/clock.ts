/** The portal's clock: real with an offset, or standing still until moved. */

export interface ClockReading {
  now: number;
  iso: string;
  mode: 'real' | 'manual';
  offsetMs: number;
}

export interface ClockChange {
  advanceMs?: number;
  setTo?: number | string;
  mode?: 'real' | 'manual';
}

export interface Clock {
  /** Epoch ms. */
  now(): number;
  /** Epoch ms floored to the second: what the portal stores. */
  nowSecond(): number;
  /** Time for limits: jumps of the clock plus real time, so a bucket drains while a manual clock stands. */
  limitNow(): number;
  change(change: ClockChange): ClockReading;
  read(): ClockReading;
}

export function createClock(startAt?: number, startMode: 'real' | 'manual' = 'real'): Clock {
  const bornAt = Date.now();
  let mode = startMode;
  let offsetMs = startAt === undefined ? 0 : startAt - bornAt;
  let frozenAt = bornAt + offsetMs;
  let jumpedMs = 0;
  const now = (): number => (mode === 'real' ? Date.now() + offsetMs : frozenAt);
  function moveTo(target: number): void {
    jumpedMs += Math.max(0, target - now());
    offsetMs = target - Date.now();
    frozenAt = target;
  }
  function change(wanted: ClockChange): ClockReading {
    const at = now();
    if (wanted.mode !== undefined) {
      mode = wanted.mode;
      frozenAt = at;
      offsetMs = at - Date.now();
    }
    if (wanted.setTo !== undefined) moveTo(new Date(wanted.setTo).getTime());
    if (wanted.advanceMs !== undefined) moveTo(now() + wanted.advanceMs);
    return read();
  }
  function read(): ClockReading {
    const at = now();
    return { now: at, iso: new Date(at).toISOString(), mode, offsetMs: at - Date.now() };
  }
  return {
    now,
    nowSecond: () => Math.floor(now() / 1000) * 1000,
    limitNow: () => Date.now() + jumpedMs,
    change,
    read,
  };
}
