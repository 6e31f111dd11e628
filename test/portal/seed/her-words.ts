/** A comment as a woman would write it: the verbs that begin a clause tell of the writer, the others of somebody else. */
export function inHerWords(text: string): string {
  return text
    .replaceAll(/(^|, )([А-Яа-яё]+)лся(?=[ ,.:]|$)/g, '$1$2лась')
    .replaceAll(/(^|, )([Пп]ерен|[Вв]н)ёс(?=[ ,.:]|$)/g, '$1$2есла')
    .replaceAll(/(^|, )([Нн]а|[Уу]|[Пп]ри|[Пп]ере|[Пп]ро)шёл(?=[ ,.:]|$)/g, '$1$2шла')
    .replaceAll(/(^|, )([А-Яа-яё]+)л(?=[ ,.:]|$)/g, '$1$2ла');
}
