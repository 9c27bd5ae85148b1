import { Checkbox, Flex } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { servicesQuery } from '../../api/services.ts';
import { useServiceName } from '../../hooks/use-service-names.ts';

interface ServicesInputProps {
  /** Given and not read from the address: dialogs stand outside the pages. */
  readonly org: string;
  readonly disabled?: boolean;
  readonly value: readonly string[];
  readonly onChange: (services: string[]) => void;
}

/** *Available services*: all of them in sight, ticked where the user may use them. */
export function ServicesInput({ org, disabled = false, value, onChange }: ServicesInputProps) {
  const { t } = useTranslation();
  const nameOf = useServiceName();
  const { data: services = [] } = useQuery(servicesQuery(org));
  return (
    <Checkbox.Group
      label={t('user.availableServices')}
      value={[...value]}
      // in their own order, so that a tick taken back leaves the form as it was
      onChange={(ticked) => onChange(services.flatMap(({ code }) => (ticked.includes(code) ? [code] : [])))}
    >
      <Flex wrap="wrap" columnGap="md" rowGap={6} my={4}>
        {services.map((service) => (
          <Checkbox key={service.code} value={service.code} disabled={disabled} label={nameOf(service)} />
        ))}
      </Flex>
    </Checkbox.Group>
  );
}
