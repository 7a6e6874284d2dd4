import messages, { type DiffResponse } from '@pulumi/pulumi/proto/provider_pb.js';
import type { Properties } from '../../../local/index.ts';
import { nameKeys, replacedBy } from './replaced-by.ts';
import { changedKeys, isRecord, isSame } from './values.ts';

const { Kind } = messages.PropertyDiff;

/** What is to be done to a resource whose inputs were `olds`, property by property. */
export function difference(type: string, olds: Properties, news: Properties): DiffResponse {
  const changed = changedKeys(olds, news);
  const replacing = changed.filter((key) => key === 'region' || replacedBy[type]?.includes(key));
  const response = new messages.DiffResponse();
  const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
  response.setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE);
  response
    .setDiffsList([...changed])
    .setReplacesList([...replacing])
    .setHasdetaileddiff(true);
  for (const key of changed) {
    for (const [path, kind] of paths(key, olds[key], news[key], replacing.includes(key))) {
      response.getDetaileddiffMap().set(path, new messages.PropertyDiff().setKind(kind).setInputdiff(true));
    }
  }
  // Two of one name cannot be there at once.
  const name = nameKeys.find((key) => key in news);
  if (replacing.length > 0 && name !== undefined && isSame(olds[name], news[name])) {
    response.setDeletebeforereplace(true);
  }
  return response;
}

type Path = readonly [path: string, kind: (typeof Kind)[keyof typeof Kind]];

/** The leaves that differ, in the notation of Pulumi's property paths. */
function paths(path: string, one: unknown, other: unknown, isReplacing: boolean): readonly Path[] {
  if (isSame(one, other)) return [];
  if (isRecord(one) && isRecord(other)) {
    return changedKeys(one, other).flatMap((key) =>
      paths(/^\w+$/.test(key) ? `${path}.${key}` : `${path}["${key}"]`, one[key], other[key], isReplacing),
    );
  }
  if (Array.isArray(one) && Array.isArray(other)) {
    const longest = one.length > other.length ? one : other;
    return longest.flatMap((_item, index) => paths(`${path}[${index}]`, one[index], other[index], isReplacing));
  }
  if (one === undefined) return [[path, isReplacing ? Kind.ADD_REPLACE : Kind.ADD]];
  if (other === undefined) return [[path, isReplacing ? Kind.DELETE_REPLACE : Kind.DELETE]];
  return [[path, isReplacing ? Kind.UPDATE_REPLACE : Kind.UPDATE]];
}
