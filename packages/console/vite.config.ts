import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    rolldownOptions: {
      output: {
        // the schemas must be made after their settings, so both stay in one file, in the order of the imports
        codeSplitting: {
          groups: [
            { name: 'contract', test: /no-generated-code|admin-api|node_modules.zod/ },
            { name: 'texts', test: /src.locales/ },
          ],
        },
      },
    },
  },
  // below /o/ the server has the SCIM endpoints, everything else there is a page of the console
  server: { port: 5173, proxy: { '/api': server, '^/o/[^/]+/scim/': server } },
});
