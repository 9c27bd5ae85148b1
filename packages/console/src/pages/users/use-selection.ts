import { useState } from 'react';

/** The users that a bulk action is for: some by id, or everybody who matches. It ends when other users are listed. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly everybody: boolean;
  readonly toggle: (id: string) => void;
  readonly set: (ids: readonly string[]) => void;
  readonly takeEverybody: () => void;
  readonly clear: () => void;
}

interface State {
  readonly list: string;
  readonly ids: ReadonlySet<string>;
  readonly everybody: boolean;
}

/** `list`: a text that differs when other users are listed. */
export function useSelection(list: string): Selection {
  const nothing: State = { list, ids: new Set(), everybody: false };
  const [state, setState] = useState<State>(nothing);
  const current = state.list === list ? state : nothing;
  const put = (ids: ReadonlySet<string>, everybody = false): void => setState({ list, ids, everybody });
  return {
    ids: current.ids,
    everybody: current.everybody,
    toggle: (id) => {
      const others = [...current.ids].filter((one) => one !== id);
      put(new Set(others.length === current.ids.size ? [...others, id] : others));
    },
    set: (ids) => put(new Set(ids)),
    takeEverybody: () => put(current.ids, true),
    clear: () => put(new Set()),
  };
}
