import type { DisputedLine, ReportModel } from '../api/index.js';

/** Every work entry that a report names, by its id: these may be questioned, one by one. */
export function linesOfReport(model: ReportModel): Map<number, DisputedLine> {
  const lines = new Map<number, DisputedLine>();
  for (const row of model.corrections) {
    const { entryId, day, taskTitle, person, nowSeconds } = row;
    const figures = { comment: '', recordedSeconds: nowSeconds, billedSeconds: nowSeconds };
    lines.set(entryId, { entryId, day, taskTitle, person, ...figures });
  }
  for (const task of [...model.addedLater, ...model.tasks]) {
    for (const { entryId, day, person, comment, recordedSeconds, billedSeconds } of task.lines) {
      const figures = { recordedSeconds, billedSeconds };
      lines.set(entryId, { entryId, day, taskTitle: task.title, person, comment, ...figures });
    }
  }
  return lines;
}
