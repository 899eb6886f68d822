import { join } from "node:path";
import { loadEnvironment } from "../../../bin/environment-file";

/** What a file is told of one kind of issue. */
const told = (file: string, code: string): string[] =>
  loadEnvironment(join("test", "config", "broken", file)).issues.flatMap(({ kind, message }) =>
    kind.code === code ? [message] : [],
  );

test.each([
  ["sink-domain.yaml", "DomainNodes", ["3 nodes in 2 zones; a multiple of 2 is allowed: write 2 or 4"]],
  ["network-range.yaml", "DomainNodes", []],
  [
    "sink-domain-one-zone.yaml",
    "DomainNodes",
    ["3 nodes in 1 zone; a domain spreads over two or three: write network: { zones: 2 } or 3"],
  ],
  [
    "backup-no-archive.yaml",
    "RestoreTestWithoutArchive",
    ["there is no archive to restore from; add archive: { retention: 400d }"],
  ],
  [
    "sink-two-kinds.yaml",
    "SinkUnclear",
    [
      "the sink 'both' is s3 and splunk; write one of s3, opensearch, splunk below its name",
      "the sink 'none' does not say what it is; write one of s3, opensearch, splunk below its name",
      "the sink 'search' has neither domain nor existing; write domain: { administrator: ROLE_ARN } for a new one, or existing: { arn: ARN }",
    ],
  ],
  [
    "scaling-consumers.yaml",
    "CannotSleep",
    ["min 0: nothing is measured while nobody reads, so nothing would wake it; write min: 1"],
  ],
  ["scaling-consumers.yaml", "ScalingTargetUnclear", ["target names both age and backlogPerTask; leave one out"]],
  [
    "scaling-existing.yaml",
    "ScalingExisting",
    ["the system exists already; its partitions are not scaled from here; take partitions out"],
  ],
  [
    "scaling-storage.yaml",
    "NotSupported",
    [
      "mq scales no storage: a broker's disk comes with its size; choose a larger mq.instanceType, or let consumers scale. The alarm disk tells when; msk in its provisioned mode has disks that grow. Take storage out",
    ],
  ],
  [
    "alarm-unknown.yaml",
    "UnknownAlarm",
    [
      `there is no alarm "oldest-mesage" here; did you mean 'oldest-message'?; kinds: dead-letters, in-flight, oldest-message; ids: jobs-dead-letters, jobs-oldest-message, jobs-in-flight; signalbox explain systems.orders.channels.jobs.alarms FILE lists them`,
    ],
  ],
  [
    "scaling-subscriber.yaml",
    "ConsumerUnknown",
    [
      "access: does not let 'mailer' consume 'thumbs' as the subscriber 'x'; it has no subscriber there; take subscriber out",
      "access: does not let 'reader' consume 'sales' in the group 'b'; it consumes sales/a",
    ],
  ],
])("%s is told of %s what it can write", (file, code, messages) => {
  expect(told(file, code)).toEqual(messages);
});
