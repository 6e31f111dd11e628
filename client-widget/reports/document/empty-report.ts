import type { ReportModel } from '../../../server/api/reports.js';

/** True when nothing new happened before the cut: there is nothing to tell the client. */
export function isEmptyReport(model: ReportModel): boolean {
  const lists = [
    model.tasks,
    model.addedLater,
    model.corrections,
    model.bought,
    model.otherLines,
    model.courtesy,
    model.waivers,
  ];
  return lists.every((list) => list.length === 0) && model.billedSeconds === 0;
}
