/** A line of the demo's story. */
export function say(what: string, text: string): void {
  process.stdout.write(what === '' ? `  ${text}\n` : `▸ ${what}: ${text}\n`);
}

export function block(title: string, text: string): void {
  process.stdout.write(`\n── ${title} ${'─'.repeat(Math.max(3, 70 - title.length))}\n${text}\n`);
}
