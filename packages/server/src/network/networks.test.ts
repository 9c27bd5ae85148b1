import fc from 'fast-check';
import { BlockList } from 'node:net';
import { describe, expect, test } from 'vitest';
import { isInNetworks, normalizeNetwork } from './networks.ts';

fc.configureGlobal({ seed: Number(process.env['LOCKSTEP_TEST_SEED'] ?? 1) });

test.each([
  ['192.0.2.0/24', '192.0.2.0/24'],
  [' 192.0.2.77/24 ', '192.0.2.0/24'],
  ['192.0.2.7', '192.0.2.7/32'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['2001:DB8:0:0::/32', '2001:db8::/32'],
  ['2001:db8::1', '2001:db8::1/128'],
  ['2001:db8:ffff::/33', '2001:db8:8000::/33'],
  ['::/0', '::/0'],
  ['::ffff:192.0.2.0/120', '192.0.2.0/24'],
  ['::ffff:c000:207', '192.0.2.7/32'],
  ['fe80::1%eth0', 'fe80::1/128'],
])('%s is the network %s', (written, stored) => {
  expect(normalizeNetwork(written)).toBe(stored);
});

test.each([
  '',
  '/24',
  '192.0.2.0/33',
  '192.0.2.0/-1',
  '192.0.2.0/',
  '192.0.2/24',
  '192.0.2.0/255.255.255.0',
  '010.0.0.1/8',
  '2001:db8::/129',
  '::ffff:192.0.2.0/24',
  'example.com',
  '*',
  '192.0.2.0/24 or so',
])('%j is no network', (written) => {
  expect(normalizeNetwork(written)).toBeUndefined();
});

describe('an address lies in a network', () => {
  test.each([
    ['192.0.2.255', '192.0.2.0/24', true],
    ['192.0.3.0', '192.0.2.0/24', false],
    ['192.0.2.129', '192.0.2.128/25', true],
    ['192.0.2.127', '192.0.2.128/25', false],
    ['::ffff:192.0.2.1', '192.0.2.0/24', true],
    ['192.0.2.1', '::/0', false],
    ['2001:db8::1', '0.0.0.0/0', false],
    ['2001:db8:1::9', '2001:db8::/32', true],
    ['fe80::1%eth0', 'fe80::/10', true],
    ['no address', '0.0.0.0/0', false],
  ])('%s in %s: %s', (address, network, expected) => {
    expect(isInNetworks(address, [network])).toBe(expected);
    expect(isInNetworks(address, ['203.0.113.9/32', network])).toBe(expected);
    expect(isInNetworks(address, [])).toBe(false);
  });

  test('exactly as the block lists of Node say', () => {
    const bits = (most: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: most });
    const near = (address: string): fc.Arbitrary<string> =>
      fc.oneof(fc.constant(address), address.includes(':') ? fc.ipV6() : fc.ipV4());
    const cases = fc
      .oneof(fc.tuple(fc.ipV4(), bits(32)), fc.tuple(fc.ipV6(), bits(128)))
      .chain(([address, prefix]) => fc.tuple(fc.constant(address), fc.constant(prefix), near(address)));
    fc.assert(
      fc.property(cases, ([address, prefix, asked]) => {
        const family = address.includes(':') ? 'ipv6' : 'ipv4';
        const list = new BlockList();
        list.addSubnet(address, prefix, family);
        const network = normalizeNetwork(`${address}/${prefix}`);
        // an IPv4 address that is written as IPv6 has a prefix of its own
        fc.pre(network !== undefined && network.includes(':') === address.includes(':'));
        expect(isInNetworks(asked, [network])).toBe(list.check(asked, family));
      }),
      { numRuns: 500 },
    );
  });
});
