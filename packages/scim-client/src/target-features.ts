import { isJsonObject, type JsonObject, type JsonValue } from '@lockstep/scim';

/** What a target can do, as its ServiceProviderConfig says (RFC 7643 §5, RFC 9865 §4). */
export interface TargetFeatures {
  readonly patch: boolean;
  readonly etag: boolean;
  /** The whole language of filters (RFC 7644 §3.4.2.2), not only `eq`. */
  readonly filter: boolean;
  /** Absent: not offered. */
  readonly bulk?: BulkLimits;
  readonly cursors: boolean;
  /** Resources of a page at most; absent: not said. */
  readonly maxPageSize?: number;
}

export interface BulkLimits {
  readonly maxOperations: number;
  /** Bytes. */
  readonly maxPayloadSize: number;
}

/** What is believed of a target that says nothing: PATCH, since a refusal of it tells, and no more. */
export const assumedFeatures: TargetFeatures = { patch: true, etag: false, filter: false, cursors: false };

/** Undefined where the resource is no ServiceProviderConfig: `patch` is required there. */
export function readTargetFeatures(config: JsonObject): TargetFeatures | undefined {
  const { patch, etag, bulk, filter, pagination } = config;
  if (!isJsonObject(patch)) return undefined;
  const maxPageSize = sizeOf(pagination, 'maxPageSize') ?? sizeOf(filter, 'maxResults');
  return {
    patch: patch['supported'] === true,
    etag: isSupported(etag),
    filter: isSupported(filter),
    cursors: isJsonObject(pagination) && pagination['cursor'] === true,
    ...bulkOf(bulk),
    ...(maxPageSize === undefined ? {} : { maxPageSize }),
  };
}

function bulkOf(bulk: JsonValue | undefined): { bulk?: BulkLimits } {
  const maxOperations = sizeOf(bulk, 'maxOperations');
  const maxPayloadSize = sizeOf(bulk, 'maxPayloadSize');
  if (!isSupported(bulk) || maxOperations === undefined || maxPayloadSize === undefined) return {};
  return { bulk: { maxOperations, maxPayloadSize } };
}

function isSupported(feature: JsonValue | undefined): boolean {
  return isJsonObject(feature) && feature['supported'] === true;
}

function sizeOf(holder: JsonValue | undefined, name: string): number | undefined {
  const size = isJsonObject(holder) ? holder[name] : undefined;
  return typeof size === 'number' && Number.isSafeInteger(size) && size > 0 ? size : undefined;
}
