import { saveFile } from '../acts/files.js';
import type { UploadedFile } from '../http/body.js';
import { reply, type Reply } from '../rest/reply.js';
import type { Json, Params } from '../world/json.js';
import { asInt, asText, isObject } from '../world/json.js';
import type { World } from '../world/world.js';
import { timeBlock } from '../rest/time-block.js';
import { fileRow } from './disk.js';

function ticket(text: string): Json {
  try {
    const parsed: Json = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return parsed;
  } catch {
    return null; // not one of ours; refused below
  }
}

/** The multipart POST to the `uploadUrl` that `disk.folder.uploadFile` gave without content. */
export function answerUpload(world: World, params: Params, files: UploadedFile[]): Reply {
  const about = ticket(asText(params['token']));
  const storage = isObject(about) ? world.data.storages.get(asInt(about['storageId']) ?? 0) : undefined;
  const file = files.find((candidate) => candidate.field === 'file');
  if (storage === undefined || !isObject(about))
    return reply(403, { error: 'ACCESS_DENIED', error_description: 'Access denied' });
  if (file === undefined)
    return reply(400, { error: 'ERROR_ARGUMENT', error_description: 'File is missing' });
  const saved = saveFile(world, storage, file.name, file.content, asInt(about['userId']) ?? 0);
  return reply(200, { result: fileRow(world, saved), time: timeBlock(world, world.clock.now(), null) });
}
