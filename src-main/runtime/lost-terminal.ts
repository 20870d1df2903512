/**
 * Lets the process go on when who reads its output is gone: the other end of a pipe (EPIPE), or a
 * terminal that was closed (EIO). `onOutputLost` is called for stdout, whose other errors are
 * errors. Those of stderr are ignored, because there is nowhere left to report them; reporting one
 * there would be the next.
 */
export function surviveLostTerminal(onOutputLost: () => void): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    onOutputLost();
  });
  process.stderr.on('error', () => undefined);
}
