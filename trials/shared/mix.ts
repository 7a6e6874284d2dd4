import type { DeliveryVariant } from './deliver.ts';

/** How many in a hundred deliveries are not right. */
export type Mix = Readonly<Record<Exclude<DeliveryVariant, 'signed'>, number>>;

/** Which kind the n-th delivery is: in every hundred as many as the mix says, spread over it. */
export function kindOf(n: number, { wrong, stale, unsigned }: Mix): DeliveryVariant {
  // 37 and 100 have no common divisor, so that each place comes once in a hundred.
  const place = (n * 37) % 100;
  if (place < wrong) return 'wrong';
  if (place < wrong + stale) return 'stale';
  return place < wrong + stale + unsigned ? 'unsigned' : 'signed';
}
