import type { PostKindName } from '../post.js';
import { comment } from './comment.js';
import { feedPost } from './feed-post.js';
import { file } from './file.js';
import { fileCommit } from './file-commit.js';
import type { PostKind } from './kind.js';
import { notice } from './notice.js';
import { createdTask } from './created-task.js';
import { observers } from './observers.js';
import { plannedTime } from './planned-time.js';

const kinds: Record<PostKindName, PostKind> = {
  'create-report-task': createdTask,
  'create-task': createdTask,
  'planned-time': plannedTime,
  observers,
  comment,
  file,
  'file-commit': fileCommit,
  notice,
  'feed-post': feedPost,
};

export function kindOf(row: { kind: PostKindName }): PostKind {
  return kinds[row.kind];
}
