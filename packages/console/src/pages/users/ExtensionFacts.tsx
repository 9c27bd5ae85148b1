import { Card, SimpleGrid, Title } from '@mantine/core';
import type { User } from '@lockstep/admin-api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { userExtensionsQuery } from '../../api/schemas.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { Fact } from '../../ui/Fact.tsx';
import type { ExtensionAttribute, ExtensionValue } from './extension-values.ts';

type Typed = Omit<ExtensionAttribute, 'subAttributes'> & Pick<ExtensionAttribute, 'subAttributes'>;

/** What the organization's own attributes say of a user, a card for each extension of which there are values. */
export function ExtensionFacts({ user }: { readonly user: User }) {
  const { data: definitions = [] } = useQuery(userExtensionsQuery(useOrg()));
  const show = useShown();
  return definitions.map(({ id, name, attributes }) => {
    const values = user.extensions[id];
    if (values === undefined) return null;
    return (
      <Card key={id}>
        <Title order={2} size="h4" mb="sm">
          {name}
        </Title>
        <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="md">
          {attributes.map((attribute) => {
            const value = values[attribute.name];
            if (value === undefined) return null;
            return (
              <Fact key={attribute.name} label={attribute.name}>
                <span style={{ overflowWrap: 'anywhere' }}>{show(attribute, value)}</span>
              </Fact>
            );
          })}
        </SimpleGrid>
      </Card>
    );
  });
}

/** A value in words: instants in the organization's time zone, lists and parts one after the other. */
function useShown(): (attribute: Typed, value: ExtensionValue) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const show = (attribute: Typed, value: ExtensionValue): string => {
    if (Array.isArray(value)) return format.list(value.map((one) => show({ ...attribute, multiValued: false }, one)));
    if (typeof value === 'object') {
      const parts = (attribute.subAttributes ?? []).flatMap((part) => {
        const held = value[part.name];
        return held === undefined || held === null ? [] : [`${part.name}: ${show(part, held)}`];
      });
      return parts.join(' · ');
    }
    if (typeof value === 'boolean') return t(value ? 'extensions.yes' : 'extensions.no');
    if (typeof value === 'number') return format.number(value);
    return attribute.type === 'dateTime' ? format.dateTime(value) : value;
  };
  return show;
}
