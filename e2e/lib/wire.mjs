// A wire between browser and server that can be cut: a browser's own switch does not reach what a service worker asks for.

import { connect, createServer } from 'node:net';

/** A wire to the server at `base`: its own address, and how to cut and mend it. */
export async function wire(base) {
  const { hostname, port } = new URL(base);
  const open = new Set();
  let cut = false;
  const server = createServer((near) => {
    if (cut) return near.destroy();
    const far = connect(Number(port), hostname);
    for (const [one, other] of [[near, far], [far, near]]) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => { open.delete(one); other.destroy(); });
      one.pipe(other);
    }
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    base: `http://127.0.0.1:${server.address().port}`,
    cut() {
      cut = true;
      for (const socket of open) socket.destroy();
    },
    mend() { cut = false; },
    close() {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}
