import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../../tools/machine.mjs';
import { listening, type Program, start, temporaryFolder } from './programs.ts';

const kNginx = findProgram('nginx') ?? '/usr/sbin/nginx'; // PATH may lack sbin

export interface Nginx {
  /** Reloads the configuration: new workers take over, and the old ones drop their connections. */
  reload(): void;
  /** SIGKILL to the master and all workers. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Kills it and removes its files. */
  close(): Promise<void>;
}

/**
 * Starts nginx.
 *
 * @param http what is inside http { … }
 * @param port one that it listens on
 * @param main what is outside
 */
export async function startNginx(http: string, port: number, main = ''): Promise<Nginx> {
  const { folder, remove } = temporaryFolder();
  const isRoot = process.getuid?.() === 0;
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  mkdirSync(join(folder, 'logs'));
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off;
${isRoot ? 'user root;' : ''}
worker_processes 1;
worker_shutdown_timeout 200ms;
pid ${folder}/nginx.pid;
error_log ${process.env.FAULTS_LOG ? 'stderr' : `${folder}/logs/error.log`};
${main}
events {}
http {
  access_log off;
${temporary.map((name) => `  ${name}_temp_path ${folder}/${name};`).join('\n')}
${http}
}
`,
  );
  let program: Program;
  const nginx: Nginx = {
    reload: () => program.signal('SIGHUP'),
    kill: () => program.kill(),
    async start() {
      program = start(kNginx, ['-p', folder, '-c', join(folder, 'nginx.conf')]);
      await listening(port, program);
    },
    async close() {
      await program.kill();
      remove();
    },
  };
  await nginx.start();
  return nginx;
}
