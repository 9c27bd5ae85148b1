import { BlockList, isIP } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Link-local (cloud metadata lives there), unspecified, multicast and reserved: no application is at such a place. */
const never = new BlockList();
never.addSubnet('0.0.0.0', 8, 'ipv4');
never.addSubnet('169.254.0.0', 16, 'ipv4');
never.addSubnet('224.0.0.0', 3, 'ipv4');
never.addAddress('100.100.100.200', 'ipv4');
never.addAddress('::', 'ipv6');
never.addSubnet('fe80::', 10, 'ipv6');
never.addSubnet('ff00::', 8, 'ipv6');
never.addAddress('fd00:ec2::254', 'ipv6');

/**
 * Why a resolved address may not be connected to, or undefined. Plain http carries the credential in clear and so
 * stays on this machine unless `allowPlainHttp`.
 */
export function refusalOf(address: string, plain: boolean, allowPlainHttp: boolean): string | undefined {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  // BlockList sees through IPv4-mapped IPv6 addresses by itself
  if (never.check(address, family)) return `${address} is not an address that Lockstep connects to.`;
  if (plain && !allowPlainHttp && !loopback.check(address, family)) {
    return 'Plain http is for this machine only: use https.';
  }
  return undefined;
}
