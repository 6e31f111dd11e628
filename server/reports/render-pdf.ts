import { createRequire } from 'node:module';
import pdfmake from 'pdfmake';
import type { Content, TDocumentDefinitions, TFontDictionary } from 'pdfmake/interfaces.js';
import type { ReportModel } from '../api/index.js';
import { type Texts, textsIn } from '../base/i18n/index.js';
import { headContent } from './files/pdf-head.js';
import { colours, margins, plain, styles, textWidth } from './files/pdf-look.js';
import { sectionContent } from './files/pdf-sections.js';
import { taskContent } from './files/pdf-tasks.js';

// The package's own Roboto: it holds Cyrillic, and a page looks the same on every machine.
const fonts = createRequire(import.meta.url)('pdfmake/fonts/Roboto.js') as TFontDictionary;
const fontFiles = new Set(Object.values(fonts['Roboto'] ?? {}).map(String));
pdfmake.setFonts(fonts);
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => fontFiles.has(path));

/**
 * The report on A4, as one would send it by mail.
 * Keeps its thread busy for seconds when the report is long; see `render-file.ts`.
 */
export async function renderPdf(model: ReportModel): Promise<Uint8Array> {
  return new Uint8Array(await pdfmake.createPdf(documentOf(model)).getBuffer());
}

function documentOf(model: ReportModel): TDocumentDefinitions {
  const texts = textsIn(model.language);
  const name = plain(texts('reportFile.name', { number: model.number, client: model.clientName }));
  return {
    pageSize: 'A4',
    pageMargins: [margins.side, margins.top, margins.side, margins.bottom],
    info: { title: name },
    language: model.language,
    defaultStyle: { font: 'Roboto', fontSize: 9.5, lineHeight: 1.15, color: colours.ink },
    styles,
    background: (page: number) => (page === 1 ? firstPageBand() : null),
    header: (page: number) => (page === 1 ? null : runningHead(name)),
    footer: (page: number, pages: number) => footer(model, texts, { page, pages }),
    content: [...headContent(model, texts), ...taskContent(model, texts), ...sectionContent(model, texts)],
  };
}

function firstPageBand(): Content {
  return { canvas: [{ type: 'rect', x: 0, y: 0, w: 595.28, h: 7, color: colours.accent }] };
}

function runningHead(name: string): Content {
  return {
    stack: [
      { text: name, style: 'quiet' },
      {
        canvas: [
          { type: 'line', x1: 0, y1: 4, x2: textWidth, y2: 4, lineWidth: 0.5, lineColor: colours.line },
        ],
      },
    ],
    margin: [margins.side, 26, margins.side, 0],
  };
}

function footer(model: ReportModel, texts: Texts, at: { page: number; pages: number }): Content {
  return {
    columns: [
      { text: `${texts('reportFile.sealTitle')} ${model.seal.slice(0, 16)}`, style: 'quiet', width: '*' },
      { text: texts('reportFile.page', at), style: 'quiet', width: 'auto' },
    ],
    margin: [margins.side, 20, margins.side, 0],
  };
}
