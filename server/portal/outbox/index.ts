export { decidePost, type DecidePost, type PostDecision } from './decide-post.js';
export { drainOutbox } from './drain-outbox.js';
export { enqueuePost } from './enqueue-post.js';
export { storePostFile, type PostFile } from './store-post-file.js';
export { codeOf, signText } from './marker.js';
export { markRestored } from './mark-restored.js';
export {
  type CommentPayload,
  type CreateTaskPayload,
  type NewPost,
  type OutboxHooks,
  type OutboxRow,
  type PostResult,
} from './post.js';
export { observersAskedFor, postStates, uncertainPosts } from './uncertain-view.js';
export { prunePostFiles } from './prune-post-files.js';
export { withdrawPosts } from './withdraw-posts.js';
