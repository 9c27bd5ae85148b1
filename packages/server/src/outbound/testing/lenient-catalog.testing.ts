import { catalog, type CatalogTemplate } from '@lockstep/provisioning';

/** The catalog without what applications are known to refuse: the targets of tests make deleted accounts again. */
export const lenientCatalog: readonly CatalogTemplate[] = catalog.map(({ constraints: _refused, ...template }) => ({
  ...template,
  lacks: [],
}));
