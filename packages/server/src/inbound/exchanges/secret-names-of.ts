import { allAttributes, type ResourceAttribute, type ResourceTypeDefinition } from '@lockstep/scim';
import { secretNames, type SecretNames } from './mask-body.ts';

function isSecret({ definition: { mutability, returned } }: ResourceAttribute): boolean {
  return mutability === 'writeOnly' || returned === 'never';
}

/** The secrets of resource types: what is written and never shown (RFC 7643 §7), sub-attributes too. */
export function secretNamesOf(types: readonly ResourceTypeDefinition[]): SecretNames {
  const secrets = types
    .flatMap(allAttributes)
    .flatMap((attribute) => [attribute, ...attribute.subAttributes.all])
    .filter(isSecret);
  // whatever the schemas say: this one is sent by clients that read no schema
  return secretNames([...new Set(['password', ...secrets.map(({ name }) => name)])]);
}
