import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/**
 * The other control: posts comments in order, remembers in a file how far it came, and sends again whatever it does not
 * remember. Killed between the call and the note it doubles, and so it does where an answer is lost.
 */
const [portalUrl = '', token = '', taskId = '', count = '0', file = ''] = process.argv.slice(2);

let done = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
while (done < Number(count)) {
  if (await send(`Часть ${done + 1}.`)) {
    done += 1;
    writeFileSync(`${file}.new`, String(done));
    renameSync(`${file}.new`, file);
  }
}

async function send(text: string): Promise<boolean> {
  try {
    const response = await fetch(`${portalUrl}/rest/task.commentitem.add`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ 0: Number(taskId), 1: { POST_MESSAGE: text }, auth: token }),
    });
    return response.ok;
  } catch {
    return false;
  }
}
