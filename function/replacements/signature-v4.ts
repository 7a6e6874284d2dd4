/** Stands in for `@aws-sdk/signature-v4-multi-region`: a bus is in one region, a global endpoint would be in several. */
export { SignatureV4 as SignatureV4MultiRegion } from '@smithy/signature-v4';
