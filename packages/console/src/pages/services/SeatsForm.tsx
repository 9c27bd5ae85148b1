import { Button, Group, NumberInput, Radio, Stack } from '@mantine/core';
import type { ServiceUse } from '@lockstep/admin-api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSetSeats } from '../../api/services.ts';
import { useNotify } from '../../hooks/use-notify.tsx';

interface SeatsFormProps {
  /** Given and not read from the address: dialogs stand outside the pages. */
  readonly org: string;
  readonly service: ServiceUse;
  readonly onClose: () => void;
}

/** As many as there are, or a number; says what fewer seats than are taken do. */
export function SeatsForm({ org, service, onClose }: SeatsFormProps) {
  const { t } = useTranslation();
  const notify = useNotify();
  const save = useSetSeats(org);
  const [limited, setLimited] = useState(service.seats !== null);
  const [count, setCount] = useState<number | string>(service.seats ?? service.taken);
  const seats = limited ? count : null;
  const valid = seats === null || (typeof seats === 'number' && Number.isInteger(seats) && seats >= 0);
  return (
    <Stack>
      <Radio.Group
        aria-label={t('seats.seats')}
        value={limited ? 'limited' : 'unlimited'}
        onChange={(value) => setLimited(value === 'limited')}
      >
        <Stack gap="xs">
          <Radio value="unlimited" label={t('seats.unlimited')} />
          <Radio value="limited" label={t('seats.limited')} />
        </Stack>
      </Radio.Group>
      {limited && (
        <NumberInput
          label={t('seats.seats')}
          description={t('seats.fewer', { taken: service.taken })}
          min={0}
          max={1_000_000}
          allowDecimal={false}
          value={count}
          onChange={setCount}
        />
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button
          disabled={!valid || seats === service.seats}
          loading={save.isPending}
          onClick={() =>
            save.mutate(
              { service: service.code, seats: typeof seats === 'number' ? seats : null },
              {
                onError: notify.failed,
                onSuccess: () => {
                  notify.done(t('common.saved'));
                  onClose();
                },
              },
            )
          }
        >
          {t('common.save')}
        </Button>
      </Group>
    </Stack>
  );
}
