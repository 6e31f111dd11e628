/** A file of the work tree: path from its root with forward slashes, and text. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** A breach of the layout: where, and what is wrong there. */
export interface Violation {
  readonly path: string;
  readonly problem: string;
}
