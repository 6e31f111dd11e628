/** Seconds of a working day that are still ahead: as much of it as of the time at work. */
export function leftOfDay(day: { seconds: number; opensAt: number; closesAt: number }, now: number): number {
  const { seconds, opensAt, closesAt } = day;
  if (now <= opensAt) return seconds;
  if (now >= closesAt || closesAt <= opensAt) return 0;
  const minutes = Math.floor((seconds * (closesAt - now)) / (closesAt - opensAt) / 60);
  return Math.max(0, minutes * 60);
}
