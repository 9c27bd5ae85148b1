import type { Link as LinkView, routes } from '@lockstep/admin-api';
import { isUserId } from '../../directory/users/find-users.ts';
import { actOnLink } from '../../inbound/ledger/act-on-link.ts';
import { findLink, listLinks, type Link } from '../../inbound/ledger/list-links.ts';
import type { Handler } from './bind-route.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { notFound, ProblemError } from './problem-error.ts';
import { readConnection } from './read-connection.ts';

function present({ since, cause, ...link }: Link): LinkView {
  return {
    ...link,
    ...(since === undefined ? {} : { since: since.toISOString() }),
    ...(cause === undefined ? {} : { cause }),
  };
}

/** A cursor is a login-name key and an id; what is none would be an error of PostgreSQL. */
function readCursor(cursor: string | undefined): string | undefined {
  const after = decodeCursor(cursor);
  if (after === undefined || isUserId(after.slice(after.lastIndexOf(' ') + 1))) return after;
  throw new ProblemError('invalid_request', 'The cursor is not one that this server gave.');
}

const list: Handler<typeof routes.listLinks> = async ({ params, query }, context) => {
  const connection = await readConnection(context, params.connection);
  const { search, state, limit, cursor } = query;
  const wanted = { search, state, limit, after: readCursor(cursor) };
  const { links, total, next } = await listLinks(context.services.database.db, connection, wanted);
  return { links: links.map(present), total, ...(next === undefined ? {} : { next: encodeCursor(next) }) };
};

const act: Handler<typeof routes.actOnLink> = async ({ params, body }, context) => {
  const { services, organization, caller } = context;
  const connection = await readConnection(context, params.connection);
  if (!isUserId(params.user)) throw notFound('link');
  const types = await services.types.of(organization);
  const order = { userId: params.user, action: body.action, actor: caller.actor, types };
  const outcome = await actOnLink(services.database, connection, order);
  services.signal.notify();
  switch (outcome) {
    case 'unknown':
      throw notFound('link');
    case 'unsuitable':
      throw new ProblemError('link_action_unsuitable', 'The link is in another state by now. Look at it again.');
    case 'taken':
      throw new ProblemError('login_name_taken', 'Somebody else has this login name by now.');
    case 'done': {
      const link = await findLink(services.database.db, connection, params.user);
      return link === undefined ? {} : { link: present(link) };
    }
  }
};

export const linkHandlers = { listLinks: list, actOnLink: act };
