import { lenientDialect, strictDialect, type Tolerances } from '@lockstep/scim';

/** Every leniency of a connection: those of the SCIM package, and those that only an endpoint can have. */
export interface DialectOptions extends Tolerances {
  /** An API token alone in the Authorization header, without `Bearer` (header-token applications of Okta). */
  readonly tokenWithoutBearer: boolean;
  /** Query parameters that SCIM does not know are passed over, as RFC 7644 §3.4.2 advises. */
  readonly unknownParameter: boolean;
  /** 32 hexadecimal digits before a login name, together with `active: false`, disable and do not rename (Entra ID). */
  readonly softDeleteRename: boolean;
  /** A POST of a linked user who is inactive makes the user active again, under the old id (Okta). */
  readonly reactivation: boolean;
}

export type DialectOptionName = keyof DialectOptions;

/** `auto` accepts what identity providers send; `strict` is RFC 7644 and the interoperability profile to the letter. */
export const dialects: Readonly<Record<'auto' | 'strict', DialectOptions>> = {
  auto: {
    ...lenientDialect,
    tokenWithoutBearer: true,
    unknownParameter: true,
    softDeleteRename: true,
    reactivation: true,
  },
  strict: {
    ...strictDialect,
    tokenWithoutBearer: false,
    unknownParameter: true,
    softDeleteRename: false,
    reactivation: false,
  },
};

/** Every option's name, in the order of the documentation. */
export const dialectOptionNames = Object.keys(dialects.auto) as readonly DialectOptionName[];
