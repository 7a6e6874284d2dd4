interface MarksProps {
  readonly error?: boolean | undefined;
  readonly fault?: boolean | undefined;
  readonly throttle?: boolean | undefined;
}

/** X-Ray's words: an error is the caller's (4xx), a fault the server's (5xx). */
export function Marks({ error, fault, throttle }: MarksProps) {
  return (
    <>
      {fault && <span class="badge alarm">fault</span>} {throttle && <span class="badge warn">throttle</span>}{' '}
      {error && !throttle && <span class="badge warn">error</span>}
    </>
  );
}
