import type { ReportModel } from '../api/index.js';
import { textsIn } from '../base/i18n/index.js';
import { signText } from '../portal/outbox/index.js';
import type { Card } from '../portal/rest/index.js';
import type { FileFormat } from './files/file-order.js';
import { renderText } from './render-text.js';

/** Key of one posted part: report + position + part. It names the post for ever. */
export function partKey(clientId: number, model: ReportModel, part: number): string {
  return `report:${clientId}:${model.number}:${model.position}:${part}`;
}

/** Names an attached file: report + position + format. */
export function fileIdOf(clientId: number, model: ReportModel, format: FileFormat): string {
  return `report:${clientId}:${model.number}:${model.position}:${format}`;
}

/** Key of the post in the group's feed. */
export function feedKey(clientId: number, model: ReportModel): string {
  return `report-feed:${clientId}:${model.number}:${model.position}`;
}

/** The texts with the line that says which part it is and by which code it is recognised. */
export function reportParts(model: ReportModel, card: Card, clientId: number): string[] {
  const texts = textsIn(model.language);
  const bodies = renderText(model, card);
  return bodies.map((body, index) => {
    const number = texts('report.title', { number: model.number });
    const part = texts('report.part', { part: index + 1, parts: bodies.length });
    const title = bodies.length === 1 ? number : `${number} · ${part}`;
    return signText(body, { key: partKey(clientId, model, index + 1), title, language: model.language });
  });
}
