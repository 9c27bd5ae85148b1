import type { JsonObject } from '../json.ts';
import { serviceProviderConfigSchema } from '../schema/service-provider-config-schema.ts';

/** A way in which clients may authenticate (RFC 7643 §5). */
export interface AuthenticationScheme {
  readonly type: 'oauth' | 'oauth2' | 'oauthbearertoken' | 'httpbasic' | 'httpdigest';
  readonly name: string;
  readonly description: string;
  readonly specUri?: string;
  readonly documentationUri?: string;
  readonly primary?: boolean;
}

/** RFC 9865 §4. Sizes in resources, the timeout in seconds. */
export interface PaginationFeatures {
  readonly cursor: boolean;
  readonly index: boolean;
  readonly defaultPaginationMethod?: 'cursor' | 'index';
  readonly defaultPageSize?: number;
  readonly maxPageSize?: number;
  readonly cursorTimeout?: number;
}

/** What a service provider can do (RFC 7643 §5). An absent block is a feature that is not supported. */
export interface ServiceProviderFeatures {
  readonly documentationUri?: string;
  readonly patch: boolean;
  readonly bulk?: {
    readonly maxOperations: number;
    /** Bytes. */
    readonly maxPayloadSize: number;
  };
  readonly filter?: { readonly maxResults: number };
  readonly changePassword: boolean;
  readonly sort: boolean;
  readonly etag: boolean;
  readonly authenticationSchemes: readonly AuthenticationScheme[];
  readonly pagination?: PaginationFeatures;
  /** Further members, such as those of other specifications. */
  readonly more?: JsonObject;
}

/** The document at `/ServiceProviderConfig`. `baseUrl` has no slash at its end. */
export function serviceProviderConfig(features: ServiceProviderFeatures, baseUrl: string): JsonObject {
  const { documentationUri, bulk, filter, pagination } = features;
  return {
    schemas: [serviceProviderConfigSchema.id],
    ...(documentationUri === undefined ? {} : { documentationUri }),
    patch: { supported: features.patch },
    bulk: { supported: bulk !== undefined, maxOperations: 0, maxPayloadSize: 0, ...bulk },
    filter: { supported: filter !== undefined, maxResults: 0, ...filter },
    changePassword: { supported: features.changePassword },
    sort: { supported: features.sort },
    etag: { supported: features.etag },
    authenticationSchemes: features.authenticationSchemes.map((scheme) => ({ ...scheme })),
    ...(pagination === undefined ? {} : { pagination: { ...pagination } }),
    ...features.more,
    meta: { resourceType: 'ServiceProviderConfig', location: `${baseUrl}/ServiceProviderConfig` },
  };
}
