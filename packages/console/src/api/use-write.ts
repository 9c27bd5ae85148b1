import {
  useMutation,
  useQueryClient,
  type QueryKey,
  type UseMutationOptions,
  type UseMutationResult,
} from '@tanstack/react-query';
import { useCallback } from 'react';

/** What to do once the server has answered. */
interface Answered<Data> {
  readonly onSuccess?: (data: Data) => unknown;
  readonly onError?: (error: Error) => unknown;
}

/** A write with its state, and how to send it. */
export type Write<Data, Input> = Omit<UseMutationResult<Data, Error, Input>, 'mutate'> & {
  readonly mutate: (input: Input, answered?: Answered<Data>) => void;
};

/**
 * A write to the server. Unlike with a bare mutation, what follows the answer happens also when the component that sent
 * it is gone by then: a row vanishes with what it removed, and its notice, with *Undo* or the failure, must still come.
 */
export function useWrite<Data, Input = void>(options: UseMutationOptions<Data, Error, Input>): Write<Data, Input> {
  const { mutate: _, ...mutation } = useMutation(options);
  const { mutateAsync } = mutation;
  const mutate = useCallback(
    (input: Input, answered: Answered<Data> = {}): void => {
      void mutateAsync(input).then(answered.onSuccess, answered.onError ?? (() => undefined));
    },
    [mutateAsync],
  );
  return { ...mutation, mutate };
}

/** A write after which all that is shown below these keys is read again. */
export function useWriteOn<Data, Input>(
  keys: readonly QueryKey[],
  mutationFn: (input: Input) => Promise<Data>,
): Write<Data, Input> {
  const client = useQueryClient();
  return useWrite({
    mutationFn,
    onSuccess: () => Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}
