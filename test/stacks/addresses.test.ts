import { readFileSync } from "node:fs";
import * as z from "zod";
import { planned } from "../support/environments";
import { synthesize } from "../support/render";

/**
 * Every resource of prod that has a name of its own, and every state, as the first release deployed them. A resource
 * under another address is a new one to Terraform: it creates the same name again, which AWS refuses, or which the
 * destroy of the old address then deletes.
 */
const released = readFileSync("test/stacks/fixtures/addresses-prod.txt", "utf8").trimEnd().split("\n");

/** Arguments that name a resource, in the order in which the list takes them. */
const nameArguments = [
  "name",
  "bucket",
  "alarm_name",
  "function_name",
  "dashboard_name",
  "topic",
  "cluster_name",
  "broker_name",
  "domain_name",
  "policy_name",
  "rule",
  "alias",
];

const backendSpec = z.looseObject({
  terraform: z.looseObject({ backend: z.object({ s3: z.looseObject({ bucket: z.string(), key: z.string() }) }) }),
});

const literalName = (body: Record<string, unknown>): string | undefined =>
  nameArguments
    .map((key) => body[key])
    .find((value): value is string => typeof value === "string" && !value.includes("${"));

test("no deploy moves a named resource or a state of a released environment", () => {
  const lines = Object.entries(synthesize(planned("prod"))).flatMap(([stack, json]) => {
    const { bucket, key } = backendSpec.parse(json).terraform.backend.s3;
    const named = Object.entries(json.resource).flatMap(([type, all]) =>
      Object.entries(all).map(([id, body]) => `${type}.${id} ${literalName(body) ?? ""}`),
    );
    return [`# ${stack}`, `state ${bucket}/${key}`, ...named].map((line) => [stack, line].join(" "));
  });
  const present = new Set(lines);
  let stack = "";
  const moved = released.filter((line) => {
    if (line.startsWith("# ")) stack = line.slice(2);
    return !present.has(`${stack} ${line}`);
  });
  expect(released.length).toBeGreaterThan(1_000);
  expect(moved).toEqual([]);
});
