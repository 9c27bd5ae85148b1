import type { JsonValue } from '@lockstep/scim';
import type { Transaction } from 'kysely';
import type { ChangeEntry } from '../../changes/change.ts';
import type { Tables } from '../../storage/tables/index.ts';
import type { Adaption } from '../custom-types/adapt-resources.ts';
import type { OrganizationTypes } from '../custom-types/compile-types.ts';
import { serviceResourceId } from './service-resource-id.ts';
import { serviceNameOf, type Service } from './services.ts';
import { offerServices, takeServices } from './take-services.ts';

function missing(from: readonly Service[], codes: readonly Service[]): string[] {
  return codes.flatMap(({ code }) => (from.some((one) => one.code === code) ? [] : [code]));
}

/** Makes users fit a changed list. @throws DirectoryError as `takeServices` does */
export async function adaptServices(
  transaction: Transaction<Tables>,
  { before, after }: { readonly before: OrganizationTypes; readonly after: OrganizationTypes },
  adaption: Adaption,
): Promise<void> {
  const gone = missing(after.services, before.services);
  const added = missing(before.services, after.services);
  if (gone.length > 0) await takeServices(transaction, { before: before.user, after: after.user }, gone, adaption);
  if (added.length > 0) await offerServices(transaction, adaption.organizationId, added);
}

/** One entry of the feed for each service that came, went or has another name. */
export function serviceEntries(
  before: readonly Service[],
  after: readonly Service[],
  { organizationId, actor }: Adaption,
): ChangeEntry[] {
  const codes = new Set([...before, ...after].map(({ code }) => code));
  return [...codes].flatMap((code): ChangeEntry[] => {
    const [old, now] = [before, after].map((list) => list.find((one) => one.code === code));
    if (old !== undefined && now !== undefined && serviceNameOf(old) === serviceNameOf(now)) return [];
    const said = (one: Service | undefined, side: 'before' | 'after'): Record<string, JsonValue> =>
      one === undefined ? {} : { [side]: serviceNameOf(one) };
    return [
      {
        organizationId,
        actor,
        resourceType: 'Service',
        resourceId: serviceResourceId(organizationId, code),
        operation: old === undefined ? 'create' : now === undefined ? 'delete' : 'update',
        attributes: [
          { path: 'name', ...said(old, 'before'), ...said(now, 'after') },
          ...(old === undefined ? [{ path: 'code', after: code }] : []),
          ...(now === undefined ? [{ path: 'code', before: code }] : []),
        ],
      },
    ];
  });
}
