import type { AuditEntry as AuditEntryView } from '@lockstep/admin-api';
import type { AuditEntry } from '../../changes/audit/list-audit.ts';

/** An entry of the change feed as the admin API shows it. */
export function presentAudit(entry: AuditEntry): AuditEntryView {
  const { position, at, actor, resourceType, resourceId, resourceName, operation, attributes } = entry;
  return {
    id: position.seq,
    at: at.toISOString(),
    actor,
    resourceType,
    resourceId,
    ...(resourceName === undefined ? {} : { resourceName }),
    operation,
    attributes: attributes.map((attribute) => ({ ...attribute })),
  };
}
