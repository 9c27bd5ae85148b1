import { useOrg } from '../../../hooks/use-org.ts';
import { useServiceNames } from '../../../hooks/use-service-names.ts';

/** An element of a list attribute for people: a service by its name, anything else as it is. */
export function useElementName(): (target: string, element: string) => string {
  const serviceName = useServiceNames(useOrg());
  return (target, element) => (target.endsWith(':availableServices') ? serviceName(element) : element);
}
