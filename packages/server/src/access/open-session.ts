import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { z } from 'zod';

/**
 * A plugin of the session library with one endpoint, which no address leads to: it opens a session for somebody whose
 * identity was shown in another way than by password (passkey, single sign-on).
 */
export function openSessionPlugin() {
  return {
    id: 'lockstep-open-session',
    endpoints: {
      openSession: createAuthEndpoint(
        '/lockstep/open-session',
        { method: 'POST', body: z.object({ administratorId: z.string() }) },
        async (context) => {
          const { internalAdapter } = context.context;
          const user = await internalAdapter.findUserById(context.body.administratorId);
          if (user === null) return null;
          const session = await internalAdapter.createSession(user.id, false);
          await setSessionCookie(context, { session, user });
          return { id: user.id, name: user.name, email: user.email };
        },
      ),
    },
  } as const;
}
