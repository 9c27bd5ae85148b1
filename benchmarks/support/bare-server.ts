import { createServer } from 'node:http';

/**
 * The baseline: node:http that parses a body as JSON and answers the same 1 KB user. What any server on this machine
 * pays before it does anything of use.
 */
const user = JSON.parse(process.argv[2] ?? '{}') as object;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const text = Buffer.concat(chunks).toString('utf8');
    if (text !== '') JSON.parse(text);
    response.writeHead(200, { 'content-type': 'application/scim+json' });
    response.end(JSON.stringify(user));
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) process.stdout.write(`ready ${address.port}\n`);
});
