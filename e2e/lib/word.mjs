// Word files: a plain one from lines of text and tables, and the words of one.

import { unzip, zip } from './zip.mjs';

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const SCHEMAS = 'http://schemas.openxmlformats.org';
const KINDS = 'application/vnd.openxmlformats';

const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

const paragraph = (line) => `<w:p><w:r><w:t xml:space="preserve">${escape(line)}</w:t></w:r></w:p>`;
const paragraphs = (text) => text.split('\n').map(paragraph).join('');

/** A cell; `null` goes on with the one above it. */
function cell(text) {
  const merge = text === null ? '<w:vMerge/>' : '<w:vMerge w:val="restart"/>';
  return `<w:tc><w:tcPr>${merge}</w:tcPr>${paragraphs(text ?? '')}</w:tc>`;
}

const table = (rows) => `<w:tbl>${rows.map((row) => `<w:tr>${row.map(cell).join('')}</w:tr>`).join('')}</w:tbl>`;

/** A .docx of lines, one paragraph each, or of parts: text, and tables as rows of cells. */
export function wordOf(...parts) {
  const body = parts.map((part) => (Array.isArray(part) ? table(part) : paragraphs(part))).join('');
  return zip({
    '[Content_Types].xml':
      `${HEAD}<Types xmlns="${SCHEMAS}/package/2006/content-types">` +
      `<Default Extension="rels" ContentType="${KINDS}-package.relationships+xml"/>` +
      `<Override PartName="/word/document.xml" ContentType="${KINDS}-officedocument.wordprocessingml.document.main+xml"/>` +
      '</Types>',
    '_rels/.rels':
      `${HEAD}<Relationships xmlns="${SCHEMAS}/package/2006/relationships"><Relationship Id="rId1" ` +
      `Type="${SCHEMAS}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/document.xml':
      `${HEAD}<w:document xmlns:w="${SCHEMAS}/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
  });
}

/** The words of a .docx, one line a paragraph. */
export function wordsOf(bytes) {
  return unzip(bytes, 'word/document.xml')
    .replace(/<\/w:p>/g, '\n')
    .replace(/<[^>]+>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}
