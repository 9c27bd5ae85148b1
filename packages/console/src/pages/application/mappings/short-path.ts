/** A path without the URN of its schema, which nobody reads. */
export function shortPath(path: string): string {
  return path.replace(/^urn:.*:/i, '');
}
