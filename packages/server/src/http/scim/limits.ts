import type { FilterLimits, JsonLimits, PatchLimits, ResourceLimits } from '@lockstep/scim';
import type { Config } from '../../config/options.ts';

/** What a client may make large, by what is being read. */
export interface ScimLimits {
  readonly json: JsonLimits;
  readonly filter: FilterLimits;
  readonly resource: ResourceLimits;
  readonly patch: PatchLimits;
}

/** The limits of the options table as the SCIM package takes them. */
export function scimLimits(config: Config): ScimLimits {
  const filter: FilterLimits = {
    maxLength: config.scimFilterLength,
    maxDepth: config.scimFilterDepth,
    maxTerms: config.scimFilterTerms,
    maxValuePaths: config.scimValuePaths,
  };
  const resource: ResourceLimits = { maxTextLength: config.scimTextLength, maxValues: config.scimValues };
  return {
    json: { maxLength: config.bodyLimit, maxDepth: config.scimJsonDepth },
    filter,
    resource,
    patch: { ...resource, maxOperations: config.scimPatchOperations, path: filter },
  };
}
