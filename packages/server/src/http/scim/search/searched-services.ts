import { evaluateFilter, parseProjection, project, type SearchRequest } from '@lockstep/scim';
import type { FastifyRequest } from 'fastify';
import { listedTable } from '../../../directory/search/listed-table.ts';
import { serviceResourceId } from '../../../directory/services/service-resource-id.ts';
import { provisionsServices, serviceResources, serviceResourceType as type } from '../service-catalogue.ts';
import type { Searched } from './searched.ts';

/** The services, which are rows of no table; undefined when there are none for this connection. */
export function searchedServices(request: FastifyRequest, search: SearchRequest): Searched | undefined {
  if (!provisionsServices(request)) return undefined;
  const { id: organizationId } = request.scim.organization;
  const resources = serviceResources(request);
  const byRow = new Map(resources.map((one) => [serviceResourceId(organizationId, one.id), one]));
  return {
    type,
    table: listedTable(type, byRow),
    mayHave: (attribute) => resources.some((one) => evaluateFilter({ kind: 'present', attribute }, one)),
    write: async () => {
      const shown = parseProjection(search, type);
      return new Map([...byRow].map(([id, one]) => [id, JSON.stringify(project(type, one, shown))]));
    },
  };
}
