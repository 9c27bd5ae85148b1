import { BlockList, isIP } from 'node:net';

function list(family: 'ipv4' | 'ipv6', into: BlockList, ...networks: readonly (readonly [string, number])[]): void {
  for (const [address, prefix] of networks) into.addSubnet(address, prefix, family);
}

const loopback = new BlockList();
list('ipv4', loopback, ['127.0.0.0', 8]);
list('ipv6', loopback, ['::1', 128]);

/** Link-local (cloud metadata lives there), unspecified, multicast and reserved: no application is at such a place. */
const never = new BlockList();
list('ipv4', never, ['0.0.0.0', 8], ['169.254.0.0', 16], ['224.0.0.0', 3], ['100.100.100.200', 32]);
list('ipv6', never, ['::', 128], ['fe80::', 10], ['fec0::', 10], ['ff00::', 8], ['fd00:ec2::254', 128]);

/** RFC 1918, carrier-grade NAT (RFC 6598), benchmarking (RFC 2544), unique local (RFC 4193). */
const privateNetworks = new BlockList();
list('ipv4', privateNetworks, ['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16], ['100.64.0.0', 10]);
list('ipv4', privateNetworks, ['198.18.0.0', 15], ['192.0.0.0', 24]);
list('ipv6', privateNetworks, ['fc00::', 7]);

/** What the configuration allows beyond https to public addresses and this machine. */
export interface AddressRules {
  /** Plain http beyond this machine. */
  readonly allowPlainHttp: boolean;
  readonly allowPrivateNetworks: boolean;
}

/**
 * Why a resolved address may not be connected to, or undefined. Plain http carries the credential in clear and so
 * stays on this machine unless it is allowed.
 */
export function refusalOf(written: string, plain: boolean, rules: AddressRules): string | undefined {
  const address = embedded(written) ?? written;
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  // BlockList sees through IPv4-mapped IPv6 addresses by itself
  const is = (networks: BlockList): boolean => networks.check(address, family);
  if (is(never)) return `${written} is not an address that Lockstep connects to.`;
  if (is(privateNetworks) && !rules.allowPrivateNetworks) {
    return `${written} is in a private network, and LOCKSTEP_ALLOW_PRIVATE_NETWORKS is off.`;
  }
  if (plain && !rules.allowPlainHttp && !is(loopback)) return 'Plain http is for this machine only: use https.';
  return undefined;
}

/** The IPv4 address that a NAT64 (RFC 6052, 64:ff9b::/96) or 6to4 (RFC 3056, 2002::/16) address stands for. */
function embedded(address: string): string | undefined {
  if (isIP(address) !== 6) return undefined;
  const hostname = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
  const nat64 = /^64:ff9b::(?:([0-9a-f]{1,4}):)?([0-9a-f]{1,4})$/.exec(hostname);
  if (nat64 !== null) return toIPv4(nat64[1] ?? '0', nat64[2] ?? '0');
  const sixToFour = /^2002:([0-9a-f]{1,4}):([0-9a-f]{1,4}):/.exec(hostname);
  return sixToFour === null ? undefined : toIPv4(sixToFour[1] ?? '0', sixToFour[2] ?? '0');
}

function toIPv4(high: string, low: string): string {
  const [upper, lower] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [upper >> 8, upper & 255, lower >> 8, lower & 255].join('.');
}
