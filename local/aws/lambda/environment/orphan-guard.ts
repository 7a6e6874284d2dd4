import { spawn } from 'node:child_process';

export interface OrphanGuard {
  watch(pid: number): void;
  release(pid: number): void;
  /** Resolves when the guard itself is gone. */
  close(): Promise<void>;
}

/**
 * Ends the environments of a host that died without a word (SIGKILL). An environment notices that by itself when its
 * Runtime API goes away, unless the function never returns to the event loop: for that one a shell waits at the end of a
 * pipe, which the kernel closes whatever the host died of. Where there is no `sh`, there is no guard.
 */
export function orphanGuard(): OrphanGuard {
  const shell = spawn('sh', ['-c', script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  const gone = new Promise<void>((resolve) => {
    shell.on('exit', () => resolve());
    shell.on('error', () => resolve());
  });
  shell.stdin.on('error', () => {});
  shell.unref();
  return {
    watch: (pid) => void shell.stdin.write(`+ ${pid}\n`),
    release: (pid) => void shell.stdin.write(`- ${pid}\n`),
    close() {
      shell.ref();
      shell.stdin.end();
      return gone;
    },
  };
}

// Every environment leads a process group of its own, so a negative process id is it and all it started.
const script = `
pids=' '
while read -r sign pid; do
  case $sign in
    +) pids="$pids$pid " ;;
    -) pids="\${pids%%" $pid "*} \${pids#*" $pid "}" ;;
  esac
done
for pid in $pids; do kill -KILL "-$pid"; done
`;
