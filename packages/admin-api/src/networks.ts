import { z } from 'zod';

/** Addresses or networks in CIDR notation, IPv4 or IPv6 (`192.0.2.0/24`, `2001:db8::/32`); at most 100. */
export const networksSchema = z.array(z.string().trim().min(1).max(64)).max(100);
