import { jsonEquals, type JsonObject } from '@lockstep/scim';
import type { Ruling } from '../links/link.ts';
import type { UserWrite } from '../users/user-write.ts';
import { NoSeatError } from './no-seat-error.ts';
import { availableServicesOf, withAvailableServices } from './services.ts';

function strip(resource: JsonObject, before: JsonObject, code: string): JsonObject {
  const stripped = withAvailableServices(
    resource,
    availableServicesOf(resource).filter((one) => one !== code),
  );
  // the very object says that nothing changes
  return jsonEquals(stripped, before) ? before : stripped;
}

/**
 * A write that was refused for want of a seat, without that service, where the rules of its connection have it so.
 * Undefined where the refusal stands.
 */
export function withoutSeat(write: UserWrite, refusal: Error): UserWrite | undefined {
  if (!(refusal instanceof NoSeatError) || write.kind === 'delete' || write.via?.leaveOut === undefined)
    return undefined;
  const { code } = refusal;
  const { via } = write;
  const { adopt } = via;
  const stripped = (before: JsonObject, ruling: Ruling): Ruling => ({
    ...ruling,
    resource: strip(ruling.resource, before, code),
  });
  via.leaveOut?.(code);
  const next = {
    ...via,
    rule: (user: Parameters<typeof via.rule>[0], wanted: JsonObject) => stripped(user.resource, via.rule(user, wanted)),
  };
  if (write.kind === 'modify') return { ...write, via: next };
  const adopting: typeof adopt =
    adopt === undefined
      ? undefined
      : (user, wanted) => {
          const ruling = adopt(user, wanted);
          return ruling === undefined ? undefined : stripped(user.resource, ruling);
        };
  return {
    ...write,
    resource: strip(write.resource, {}, code),
    via: { ...next, ...(adopting === undefined ? {} : { adopt: adopting }) },
  };
}
