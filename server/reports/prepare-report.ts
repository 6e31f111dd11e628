import { AppError } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { readTermsToday } from '../clients/index.js';
import type { ReportModel } from '../api/index.js';
import { type WantedReport, buildReport } from './build-report.js';
import type { FileFormat } from './files/file-order.js';
import { renderFile } from './render-file.js';

export interface ReportFile {
  format: FileFormat;
  bytes: Uint8Array;
}

/** A report with the files that will go along, made before the transaction that issues it. */
export interface PreparedReport {
  model: ReportModel;
  files: ReportFile[];
  toFeed: boolean;
}

/**
 * Builds a report and makes its files, which takes seconds and belongs into no transaction. Nothing is stored: a crash
 * from here to the issue loses nothing, and files are named by report and position, so none is doubled.
 * A file that cannot be made does not hold the report back. Throws FILES_BUSY: try again later.
 */
export async function prepareReport(ground: Ground, wanted: WantedReport): Promise<PreparedReport> {
  const { model, terms, isEmpty } = await ground.db.transaction().execute(async (tx) => {
    const built = await buildReport(tx, ground, wanted);
    const { report } = await readTermsToday(tx, built.client, ground.clock.now());
    return { model: built.model, terms: report, isEmpty: built.held.lines.length === 0 };
  });
  const files: ReportFile[] = [];
  for (const format of isEmpty ? [] : new Set(terms.attachments)) {
    const bytes = await renderOrLeave(ground, model, format);
    if (bytes !== null) files.push({ format, bytes });
  }
  return { model, files, toFeed: terms.toFeed };
}

async function renderOrLeave(
  ground: Ground,
  model: ReportModel,
  format: FileFormat,
): Promise<Uint8Array | null> {
  try {
    return await renderFile(model, format);
  } catch (error) {
    if (error instanceof AppError && error.code === 'FILES_BUSY') throw error;
    ground.log.error({ err: error, number: model.number, format }, 'a report goes out without a file');
    return null;
  }
}
