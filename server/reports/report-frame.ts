import type { ReportModel } from '../api/index.js';
import type { ReportFrame } from './build-model.js';

/** How a model was dressed, to build the same report again whatever was renamed since. */
export function frameOfModel(model: ReportModel): ReportFrame {
  const { clientName, timeZone, language, layout, kind, howToAnswer, greeting, closing } = model;
  // In the order in which a new report is dressed: models are compared as text.
  return { language, layout, kind, clientName, timeZone, howToAnswer, greeting, closing };
}
