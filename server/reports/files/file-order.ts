import type { ReportModel } from '../../api/index.js';

export type FileFormat = 'pdf' | 'xlsx';

/** What the thread that makes files is asked, and what it answers. */
export interface FileOrder {
  format: FileFormat;
  model: ReportModel;
}
export type FileAnswer = { file: Uint8Array } | { problem: string };
