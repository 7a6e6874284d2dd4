/** The name of whatever was thrown. Never its message, which may quote what the sender sent. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}

/** The stack without the message before it. */
export function framesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error) || !error.stack?.includes(error.message)) return [];
  const frames = error.stack.slice(error.stack.indexOf(error.message) + error.message.length);
  return frames.split('\n').filter((line) => line !== '');
}
