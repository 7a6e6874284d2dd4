import { z } from 'zod';
import { AwsError } from '../../aws-error.ts';
import { type Operation, operation } from '../../service.ts';
import type { EventBus } from '../bus.ts';
import type { IngestedEvent } from '../event.ts';
import { Archive, type ArchiveDeclaration, type ArchiveOptions } from './archive.ts';

const name = z.string().min(1).max(48);

export interface Archives {
  readonly operations: Readonly<Record<string, Operation>>;
  readonly record: (bus: EventBus, event: IngestedEvent) => void;
  readonly withArn: (arn: string) => Archive | undefined;
}

/** @throws AwsError for an archive of a bus that there is not */
export function createArchives(
  declared: readonly ArchiveDeclaration[],
  buses: readonly EventBus[],
  surroundings: ArchiveOptions,
): Archives {
  const all = declared.map((archive) => new Archive(archive, surroundings));
  for (const { name, eventSourceArn } of declared) {
    if (buses.some(({ arn }) => arn === eventSourceArn)) continue;
    throw new AwsError('ResourceNotFoundException', `archive ${name}: Event bus ${eventSourceArn} does not exist.`);
  }
  return {
    record(bus, event) {
      for (const archive of all) if (archive.declared.eventSourceArn === bus.arn) archive.record(event);
    },
    withArn: (arn) => all.find((archive) => archive.declared.arn === arn),
    operations: {
      DescribeArchive: operation(z.strictObject({ ArchiveName: name }), ({ ArchiveName }) => {
        const archive = all.find(({ declared }) => declared.name === ArchiveName);
        if (!archive) throw new AwsError('ResourceNotFoundException', `Archive ${ArchiveName} does not exist.`);
        const { arn, description, pattern } = archive.declared;
        return { ArchiveArn: arn, Description: description, EventPattern: pattern, ...summary(archive) };
      }),
    },
  };
}

function summary(archive: Archive) {
  const { name, eventSourceArn, retentionDays } = archive.declared;
  const { events, bytes } = archive.size();
  return {
    ArchiveName: name,
    EventSourceArn: eventSourceArn,
    State: 'ENABLED',
    RetentionDays: retentionDays,
    SizeBytes: bytes,
    EventCount: events,
    CreationTime: archive.createdAt / 1000,
  };
}
