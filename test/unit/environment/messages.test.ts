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
