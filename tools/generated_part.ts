/**
 * Parts of documents that tools write, between two comments that the reader of the page doesn't see.
 * @module
 */

/** The document with another text between `<!-- NAME: … -->` and `<!-- end of the NAME -->`. */
export function withPart(document: string, name: string, text: string): string {
  const begin = document.indexOf("-->\n", document.indexOf(`<!-- ${name}: `)) + "-->\n".length;
  const end = document.indexOf(`<!-- end of the ${name} -->`);
  if (begin < "-->\n".length || end < begin) throw new Error(`The document has no part ${name}.`);
  return `${document.slice(0, begin)}\n${text}\n\n${document.slice(end)}`;
}
