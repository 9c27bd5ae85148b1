import { Checkbox, Flex } from '@mantine/core';
import { serviceCodes, type ServiceCode } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';

interface ServicesInputProps {
  readonly disabled?: boolean;
  readonly value: readonly ServiceCode[];
  readonly onChange: (services: ServiceCode[]) => void;
}

/** *Available services*: all of them in sight, ticked where the user may use them. */
export function ServicesInput({ disabled = false, value, onChange }: ServicesInputProps) {
  const { t } = useTranslation();
  return (
    <Checkbox.Group
      label={t('user.availableServices')}
      value={[...value]}
      // in their own order, so that a tick taken back leaves the form as it was
      onChange={(ticked) => onChange(serviceCodes.filter((code) => ticked.includes(code)))}
    >
      <Flex wrap="wrap" columnGap="md" rowGap={6} my={4}>
        {serviceCodes.map((code) => (
          <Checkbox key={code} value={code} disabled={disabled} label={t(`services.${code}`)} />
        ))}
      </Flex>
    </Checkbox.Group>
  );
}
