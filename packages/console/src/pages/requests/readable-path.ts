/** An address with its query as a person reads it; as it was sent where it cannot be decoded. */
export function readablePath(path: string): string {
  try {
    return decodeURIComponent(path.replaceAll('+', ' '));
  } catch {
    return path;
  }
}
