import type { ReportModel } from '../../api/index.js';
import { buildModel } from '../build-model.js';
import {
  SAMPLE_LAST_DAY,
  SAMPLE_POSITION,
  SAMPLE_ZONE,
  sampleLines,
  samplePackages,
} from './sample-account.js';
import { type SampleLanguage, sampleWords } from './sample-words.js';

/**
 * What a report looks like before there is one: made by the same model as every report, of an account that nobody has. Its
 * seal is all zeros, which no ledger can have.
 */
export function sampleReport(language: SampleLanguage): ReportModel {
  return buildModel({
    frame: {
      ...{ language, layout: 'detailed', kind: 'period', timeZone: SAMPLE_ZONE },
      clientName: sampleWords[language].client,
    },
    cut: { at: 'day', day: SAMPLE_LAST_DAY },
    position: SAMPLE_POSITION,
    held: sampleLines(language),
    packages: samplePackages(language),
    seal: '0'.repeat(64),
    overageSeconds: 0,
    waivers: [],
    closingReasons: new Map(),
  });
}
