import type { ServedFile } from './request.js';

const keepForMs = 60_000;

/** Hands a file to the browser's downloads; works in a frame, where a new window might not open. */
export function saveFile({ name, content }: ServedFile): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads the address only after this turn.
  setTimeout(() => URL.revokeObjectURL(url), keepForMs);
}
