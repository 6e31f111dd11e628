import type { ReportModel } from '../api/index.js';
import type { ReportFrame } from './build-model.js';

/** How a model was dressed, to build the same report again whatever was renamed since. */
export function frameOfModel(model: ReportModel): ReportFrame {
  const { clientName, timeZone, language, layout, kind, howToAnswer } = model;
  return { clientName, timeZone, language, layout, kind, howToAnswer };
}
