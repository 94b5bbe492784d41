import type { Certificate } from './certificate.ts';

/** A way through nginx to the server. */
export interface Route {
  name: string;
  isHttp2: boolean;
  isBuffering: boolean;
  /** nginx's port. */
  port: number;
  /** Where nginx finds the server. */
  upstreamPort: number;
}

/** nginx gives up on a server that is silent for so long, ms. */
export const kNginxTimeout = 600;

/** HTTP/1.1 and HTTP/2 over TLS, each with and without buffering. */
export function routes(ports: number[]): Route[] {
  return [1, 2].flatMap((version, i) =>
    [false, true].map((isBuffering, j) => ({
      name: `HTTP/${version === 1 ? '1.1' : '2'}, buffering ${isBuffering ? 'on' : 'off'}`,
      isHttp2: version === 2,
      isBuffering,
      port: ports[2 * i + j] as number,
      upstreamPort: 0,
    })),
  );
}

/** What nginx's http { } needs for the routes. @param controlPort serves the page, and receives its report */
export function configuration(
  all: Route[],
  { certificate, key }: Certificate,
  controlPort: number,
): string {
  return all
    .map(
      ({ name, isHttp2, isBuffering, port, upstreamPort }) => `
server {
  listen 127.0.0.1:${port}${isHttp2 ? ' ssl http2' : ''};
  ${isHttp2 ? `ssl_certificate ${certificate}; ssl_certificate_key ${key};` : ''}
  location = /events {
    proxy_pass http://127.0.0.1:${upstreamPort};
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header X-Route "${name}";
    proxy_set_header X-Protocol $server_protocol;
    proxy_buffering ${isBuffering ? 'on' : 'off'};
    proxy_read_timeout ${kNginxTimeout}ms;
  }
  location / { proxy_pass http://127.0.0.1:${controlPort}; }
}`,
    )
    .join('\n');
}
