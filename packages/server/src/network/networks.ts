import { printAddress, readAddress } from './address.ts';

/** The addresses whose first `bits` bits are those of `address`; the other bits of `address` are 0. */
interface Network {
  readonly address: Buffer;
  readonly bits: number;
}

function sameBits(left: Buffer, right: Buffer, bits: number): boolean {
  const whole = bits >> 3;
  if (!left.subarray(0, whole).equals(right.subarray(0, whole))) return false;
  const rest = 0xff00 >> (bits & 7);
  return (((left[whole] ?? 0) ^ (right[whole] ?? 0)) & rest & 0xff) === 0;
}

function mask(address: Buffer, bits: number): Buffer {
  return Buffer.from(address.map((byte, index) => byte & (0xff00 >> Math.min(8, Math.max(0, bits - index * 8)))));
}

function readNetwork(text: string): Network | undefined {
  const [, written = '', suffix] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const address = readAddress(written);
  if (address === undefined) return undefined;
  // the prefix of a mapped network counts the 96 bits before the IPv4 address
  const before = address.length === 4 && written.includes(':') ? 96 : 0;
  const bits = suffix === undefined ? address.length * 8 : Number(suffix) - before;
  return bits < 0 || bits > address.length * 8 ? undefined : { address: mask(address, bits), bits };
}

/**
 * A network as it is stored and shown: CIDR notation, `192.0.2.0/24` or `2001:db8::/32`, bits beyond the prefix 0.
 * An address alone is a network of one. Undefined for what is neither.
 */
export function normalizeNetwork(text: string): string | undefined {
  const network = readNetwork(text.trim());
  return network === undefined ? undefined : `${printAddress(network.address)}/${network.bits}`;
}

/**
 * Whether an address lies in one of the networks, each in CIDR notation. IPv4 and IPv6 never match each other, and
 * `::ffff:192.0.2.1` is 192.0.2.1. False for what is no address: who cannot be placed is not let in.
 */
export function isInNetworks(address: string, networks: readonly string[]): boolean {
  const bytes = readAddress(address);
  if (bytes === undefined) return false;
  return networks.some((text) => {
    const network = readNetwork(text);
    return network?.address.length === bytes.length && sameBits(network.address, bytes, network.bits);
  });
}
