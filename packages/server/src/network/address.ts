import { isIPv4, isIPv6 } from 'node:net';

/** The 12 bytes before an IPv4 address that is written as IPv6 (RFC 4291 §2.5.5.2). */
const mapped = Buffer.from('00000000000000000000ffff', 'hex');

function readIPv6(text: string): Buffer {
  // the URL parser writes every notation the same way: hexadecimal groups, one "::" at most
  const [head = '', tail] = new URL(`http://[${text}]`).hostname.slice(1, -1).split('::');
  const groups = (part: string): number[] =>
    part.split(':').flatMap((group) => (group === '' ? [] : [`0x${group}`]).map(Number));
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0);
  return Buffer.from([...before, ...zeros, ...after].flatMap((group) => [group >> 8, group & 0xff]));
}

/**
 * The bytes of an IP address: 4 or 16. An IPv4 address in the notation of IPv6 (`::ffff:192.0.2.1`) is the IPv4 address,
 * and the zone of a link-local one (`fe80::1%eth0`) is left out. Undefined for what is no address.
 */
export function readAddress(text: string): Buffer | undefined {
  if (isIPv4(text)) return Buffer.from(text.split('.').map(Number));
  const bare = text.replace(/%.*$/, '');
  if (!isIPv6(bare)) return undefined;
  const bytes = readIPv6(bare);
  return bytes.subarray(0, 12).equals(mapped) ? bytes.subarray(12) : bytes;
}

/** An address of 4 or 16 bytes as people write it; IPv6 in the shortest form (RFC 5952). */
export function printAddress(bytes: Buffer): string {
  if (bytes.length === 4) return bytes.join('.');
  const groups = bytes.toString('hex').replaceAll(/(.{4})(?!$)/g, '$1:');
  return new URL(`http://[${groups}]`).hostname.slice(1, -1);
}
