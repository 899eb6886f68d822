import validate from "asl-validator";
import * as z from "zod";
import { definition } from "../../../lib/backup/definition";
import { stepSeconds } from "../../../lib/backup/programs";
import { planned } from "../../support/environments";

const machines = planned("prod").systems.flatMap(({ name, backup: { restore } }) =>
  restore === undefined ? [] : [[name, restore.definition] as const],
);

const definitionSpec = z.object({
  TimeoutSeconds: z.number(),
  States: z.object({
    Channels: z.object({ ResultPath: z.null() }),
    Report: z.object({ Parameters: z.object({ all: z.array(z.string()) }) }),
  }),
});

test.each(machines)("the state machine of %s is sound States Language", (_, definition) => {
  expect(validate(JSON.parse(definition))).toMatchObject({ isValid: true, errors: [] });
});

test("a definition that leads nowhere is not", () => {
  const broken = machines[0]![1].replace('"Next":"Compare"', '"Next":"Nowhere"');
  expect(validate(JSON.parse(broken)).isValid).toBe(false);
});

test("the time-out leaves each channel its own time, and the report knows all channels", () => {
  const { facts } = planned("prod").systems.find(({ name }) => name === "notifications")!.system;
  const { replay } = facts.archive!;
  const channels = Array.from({ length: 100 }, (_, index) => `channel-${index}`);
  const { TimeoutSeconds, States } = definitionSpec.parse(JSON.parse(definition(replay, (id) => id, channels)));
  const each = stepSeconds + replay.timeoutSeconds + stepSeconds;
  expect(TimeoutSeconds).toBeGreaterThan(channels.length * each + stepSeconds);
  expect(States.Report.Parameters.all).toEqual(channels);
  // What the channels answered is not kept together: it could grow beyond what a state machine hands on.
  expect(States.Channels.ResultPath).toBeNull();
});
