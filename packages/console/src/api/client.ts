import { createAdminClient } from '@lockstep/admin-api';

/** Calls the admin API of the server that served this page; the session cookie goes along by itself. */
export const call = createAdminClient({
  fetch: (url, init) => fetch(url, init),
  origin: '',
});
