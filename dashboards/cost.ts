import type { Monitored } from './monitored.ts';

/**
 * List prices in US dollars of us-east-1's first tier, without the free tier. Other regions cost up to a third more.
 * https://aws.amazon.com/lambda/pricing/
 */
const dollarsPerGbSecond = { arm64: 0.0000133334, x86_64: 0.0000166667 };
export const dollarsPerInvocation = 0.2 / 1e6;

/** What Lambda asks for a millisecond that it bills. INIT is among them since August 2025. */
export function dollarsPerBilledMs({ architecture, memoryMb }: Monitored): number {
  return ((memoryMb / 1024) * dollarsPerGbSecond[architecture]) / 1000;
}
