import type { ReportModel } from '../api/index.js';
import { textsIn } from '../base/i18n/index.js';
import type { FileFormat } from './files/file-order.js';

export const fileTypes: Record<FileFormat, string> = {
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** What a person calls the file: «Отчёт № 7 — Тёплый Кедр.pdf»; without what file systems refuse, short enough for all. */
export function reportFileName(model: ReportModel, format: FileFormat): string {
  const name = textsIn(model.language)('reportFile.name', {
    number: model.number,
    client: model.clientName,
  });
  const clean = name.replaceAll(/[\p{Cc}\p{Surrogate}\\/:*?"<>|]+/gu, ' ').replaceAll(/\s+/g, ' ');
  return `${[...clean].slice(0, 100).join('').trim()}.${format}`;
}
