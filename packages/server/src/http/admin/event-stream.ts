import { basePath, directoryTypes, eventsPath, type LiveEvent } from '@lockstep/admin-api';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ChangedResource } from '../../changes/change.ts';
import type { Scope } from '../../access/scopes.ts';
import type { Services } from '../services.ts';
import { enterOrganization } from './enter-organization.ts';
import { identifyCaller } from './identify-caller.ts';

/** Proxies close silent connections; a comment now and then keeps them open. */
const heartbeatMilliseconds = 20_000;

/** The events tell of all these. */
const told: readonly Scope[] = ['directory:read', 'provisioning:read', 'applications:read'];

interface Subscriber {
  readonly organizationId: string;
  readonly send: (event: LiveEvent) => void;
}

function openStream(reply: FastifyReply): (chunk: string) => void {
  const headers = { ...reply.getHeaders(), 'content-type': 'text/event-stream', 'cache-control': 'no-store' };
  reply.hijack();
  reply.raw.writeHead(200, headers as Record<string, string>);
  return (chunk) => void reply.raw.write(chunk);
}

/** The events for a page of an organization about what has changed. */
function eventsOf(organizationId: string, changes: readonly ChangedResource[]): LiveEvent[] {
  const own = changes.filter((change) => change.organizationId === organizationId);
  const changed = new Set<string>(own.map(({ resourceType }) => resourceType));
  const resourceTypes = directoryTypes.filter((type) => changed.has(type));
  return [
    ...(resourceTypes.length === 0 ? [] : [{ type: 'directory' as const, resourceTypes }]),
    ...(changed.has('Connection') || changed.has('ApiToken') ? [{ type: 'connection' as const }] : []),
  ];
}

/**
 * Server-sent events of an organization: what moved, so that pages read it again. One subscription per open page;
 * all of them end when the server stops.
 */
export function addEventStream(server: FastifyInstance, services: Services): void {
  const subscribers = new Set<Subscriber>();
  const tell = (organizationId: string, event: LiveEvent): void => {
    for (const subscriber of subscribers) {
      if (subscriber.organizationId === organizationId) subscriber.send(event);
    }
  };
  const stopProgress = services.outbound.onProgress(({ organizationId, ...news }) =>
    tell(organizationId, { type: 'application', ...news }),
  );
  const tellExchanges = (organizationIds: ReadonlySet<string>): void => {
    for (const organizationId of organizationIds) tell(organizationId, { type: 'exchanges' });
  };
  const stopExchanges = services.exchanges.listen(tellExchanges);
  const stopNotices = services.exchangeNotices.listen(tellExchanges);

  server.get(basePath + eventsPath, async (request, reply) => {
    const caller = await identifyCaller(services, request);
    const { org } = request.params as { org: string };
    const asked = { slug: org, address: request.ip, scopes: told };
    const { organization } = await enterOrganization(services, caller, asked);
    let send: Subscriber['send'] = () => {};
    const stopChanges = await services.recentChanges.listen((changes) => {
      for (const event of eventsOf(organization.id, changes)) send(event);
    });
    const write = openStream(reply);
    send = (event) => write(`data: ${JSON.stringify(event)}\n\n`);
    const subscriber: Subscriber = { organizationId: organization.id, send };
    write(': open\n\n');
    subscribers.add(subscriber);
    const heartbeat = setInterval(() => write(': still here\n\n'), heartbeatMilliseconds);
    const end = (): void => {
      clearInterval(heartbeat);
      subscribers.delete(subscriber);
      stopChanges();
      reply.raw.end();
    };
    streams.add(end);
    const leave = (): void => {
      streams.delete(end);
      end();
    };
    request.raw.on('close', leave);
    // whoever left while we got ready
    if (request.raw.destroyed) leave();
    return reply;
  });
  const streams = new Set<() => void>();
  server.addHook('preClose', async () => {
    stopProgress();
    stopExchanges();
    stopNotices();
    for (const end of streams) end();
  });
}
