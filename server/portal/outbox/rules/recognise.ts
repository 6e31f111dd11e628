/** Our post as it was to be sent, and a text read back from the portal. */
export interface SentPost {
  code: string;
  text: string;
  authorId: number | null;
}
export interface ReadPost {
  id: number;
  authorId: number;
  text: string;
}

/** `there` = this is it; `like-it` = it bears our code but reads differently; `absent` = none of these is it. */
export type Recognised =
  { finding: 'there'; id: number } | { finding: 'like-it'; id: number } | { finding: 'absent' };

/**
 * Finds our post among what was read back. The whole text must agree, apart from what the platform may change on the way:
 * entities, zero-width signs, spaces, letter case of tags. Our code in a text of our author that reads differently
 * (edited, or quoted) proves neither, so a person decides.
 */
export function recognise(post: SentPost, posts: readonly ReadPost[]): Recognised {
  const bearing = posts.filter((read) => read.text.includes(post.code));
  const wanted = normalise(post.text);
  const same = bearing.find((read) => normalise(read.text) === wanted);
  if (same) return { finding: 'there', id: same.id };
  const alike = bearing.find((read) => post.authorId === null || read.authorId === post.authorId);
  return alike ? { finding: 'like-it', id: alike.id } : { finding: 'absent' };
}

const ENTITIES: Record<string, string> = {
  quot: '"',
  amp: '&',
  lt: '<',
  gt: '>',
  nbsp: ' ',
  '#39': "'",
  '#91': '[',
};

/** What stays of a text after every change the platform is known to make. */
export function normalise(text: string): string {
  return text
    .replace(/&(quot|amp|lt|gt|nbsp|#39|#91);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/\[br\]|<br ?\/?>/gi, ' ')
    .replace(/[\u200b-\u200d\u2060\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}
