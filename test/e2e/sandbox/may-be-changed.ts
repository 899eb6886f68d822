import { measure, preflight, setAlarm, signalOf } from "../../support/preflight";
import type { Sandbox } from "../../support/sandbox";

/** Tests of a deployed sandbox: the drill that tells whether it may be changed now. */
export const mayBeChanged = (sandbox: () => Sandbox) =>
  describe("whether the sandbox may be changed", () => {
    const cpu = () => signalOf(sandbox().plan, "backoffice", "SystemCpuUtilization");
    /** What functions measure by the clock, and the emulator, which has none, does not run. */
    const untold: Readonly<Record<string, { readonly metric: string; readonly says: RegExp; readonly usual: number }>> =
      {
        backoffice: { metric: "QueuesUncounted", says: /: nothing was measured/, usual: 0 },
        clicks: { metric: "RestoreAgeSeconds", says: /last good restore .*: nothing was measured/, usual: 60 },
        notifications: { metric: "RestoreAgeSeconds", says: /last good restore .*: nothing was measured/, usual: 60 },
      };
    const asked = (more?: string) => preflight(sandbox().env, more);

    test("it may not before restores were tried and queues counted, as nobody knows how it is with them: 1", async () => {
      const { code, lines } = await asked();
      const notFine = lines.filter((line) => line.includes(": not fine: ")).sort();
      expect(notFine.map((line) => line.split(":")[0])).toEqual(Object.keys(untold));
      expect(code).toBe(1);
      for (const [index, [system, { metric, says, usual }]] of Object.entries(untold).entries()) {
        expect(notFine[index]).toMatch(says);
        await measure(signalOf(sandbox().plan, system, metric).metric, usual);
      }
    });

    test("it may, when every thing is in its usual state: 0", async () => {
      const { code, lines } = await asked();
      expect(lines.filter((line) => line.endsWith("safe to change"))).toHaveLength(sandbox().plan.systems.length);
      expect(code).toBe(0);
    });

    test("an alarm that the file puts off keeps nobody from it", async () => {
      const { signals = [] } = sandbox().plan.systems.find(({ name }) => name === "clicks")?.system.facts ?? {};
      const off = signals.find(({ id }) => id === "purchases-throttled-reads");
      await measure(off?.metric, (off?.threshold ?? 0) + 1, 1);
      expect((await asked("--system clicks")).code).toBe(0);
    });

    test("a value below the threshold is fine; above it, the broker is too busy: 1, for its system alone", async () => {
      await measure(cpu().metric, cpu().threshold, 2);
      expect((await asked("--system backoffice")).code).toBe(0);
      await measure(cpu().metric, cpu().threshold + 1, 1);
      const { code, lines } = await asked();
      const limit = `${cpu().threshold + 1} (limit: at most ${cpu().threshold} percent)`;
      expect(lines).toContain(`backoffice: not fine: ${cpu().title}: ${limit}`);
      expect(lines.filter((line) => line.endsWith("not safe to change now"))).toHaveLength(1);
      expect(code).toBe(1);
      expect((await asked("--system clicks")).code).toBe(0);
      await measure(cpu().metric, 1);
    });

    test("nor may it while an alarm fires: 1", async () => {
      const alarm = sandbox().plan.systems.find(({ name }) => name === "notifications")?.alarms.alarms[0]?.name ?? "";
      await setAlarm(alarm, "ALARM");
      const { code, lines } = await asked("--format json");
      expect(JSON.parse(lines.join("\n"))).toMatchObject({ safe: false, failures: [] });
      expect(code).toBe(1);
      await setAlarm(alarm, "OK");
      expect((await asked()).code).toBe(0);
    });

    test("nobody knows when AWS does not answer: 3", async () => {
      const { code, lines } = await preflight({ ...sandbox().env, AWS_ENDPOINT_URL: "http://127.0.0.1:9" });
      expect(lines.filter((line) => line.includes("AWS does not tell the alarms"))).toHaveLength(4);
      expect(lines.filter((line) => /safe to change( now)?$/.test(line))).toEqual([]);
      expect(code).toBe(3);
    });

    test("a system that there is not: 2", async () => {
      expect(await asked("--system click")).toMatchObject({ code: 2, lines: [expect.stringContaining("clicks")] });
    });
  });
