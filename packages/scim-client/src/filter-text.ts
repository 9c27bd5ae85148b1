/** `attribute eq "value"` (RFC 7644 §3.4.2.2), the value quoted as JSON. `attribute` is ours, never a stranger's. */
export function equals(attribute: string, value: string): string {
  return `${attribute} eq ${JSON.stringify(value)}`;
}
