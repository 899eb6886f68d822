import { authority, codesOf, refused, stream, type Options, type Provisioned } from "../../support/msk";

describe("who reaches the brokers", () => {
  const at = "orders.msk.connectivity.phase";

  test.each(["multi-vpc", "public", "closing"] as const)(
    "%s at creation is an error that names the phase to begin with",
    (phase) => {
      const make = () =>
        stream({ connectivity: { phase }, clients: { cidrs: ["203.0.113.0/24"] } }, {}, { standing: ["other/topic"] });
      expect(codesOf(make)).toEqual([`PhaseSkipped ${at}`]);
      expect(make).toThrow(/begin with phase: private/);
    },
  );

  test("a cluster that stands, or exists already, may be opened", () => {
    const options = { connectivity: { phase: "multi-vpc" } } as const;
    expect(refused(options, {}, { standing: ["cluster"] })).toEqual([]);
    expect(refused(options, {}, { standing: [], existing: { name: "legacy" } })).toEqual([]);
    expect(refused(options)).toEqual([]);
  });

  test("an open cluster knows every client, and a public one where they come from", () => {
    const unauthenticated = { reason: "measured in a test" };
    const standing = { standing: ["cluster"] };
    const open = (phase: "public" | "multi-vpc", more: Provisioned) =>
      refused({ ...more, connectivity: { phase } }, {}, standing);
    expect(open("public", {})).toEqual([`OpenAccess ${at}`]);
    expect(open("public", { clients: { cidrs: ["203.0.113.0/24"] } })).toEqual([]);
    expect(open("multi-vpc", { authentication: { unauthenticated } })).toEqual([
      "OpenAccess orders.msk.authentication.unauthenticated",
    ]);
  });

  const rules = (options: Options = {}, more = {}) =>
    stream(options, {}, more).securityGroup.rules.map(
      ({ port, from }) => `${port} ${"cidr" in from ? from.cidr : from.securityGroup}`,
    );

  test("the network reaches the ports that are in use, and no other", () => {
    expect(rules()).toEqual(["9098 10.40.0.0/16"]);
    expect(rules({ authentication: { scram: true, certificateAuthorities: [authority] } })).toEqual([
      "9098 10.40.0.0/16",
      "9096 10.40.0.0/16",
      "9094 10.40.0.0/16",
    ]);
    expect(rules({ openMonitoring: { jmx: true, node: false, reason: "the platform's Prometheus" } })).toContain(
      "11001 10.40.0.0/16",
    );
  });

  test("where clients: says where they come from, the topics' function still comes in", () => {
    const clients = { cidrs: ["10.9.0.0/16"], securityGroups: ["sg-0123456789abcdef0"] };
    expect(rules({ clients, authentication: { scram: true } })).toEqual([
      "9098 10.9.0.0/16",
      "9098 10.40.0.0/16",
      "9098 sg-0123456789abcdef0",
      "9096 10.9.0.0/16",
      "9096 sg-0123456789abcdef0",
    ]);
    expect(rules({ mode: "serverless", clients })).toHaveLength(3);
  });

  test("a public cluster is reached by the ports that are for it", () => {
    const options: Options = { connectivity: { phase: "public" }, clients: { cidrs: ["203.0.113.0/24"] } };
    expect(rules(options)).toContain("9198 203.0.113.0/24");
    expect(stream(options).facts.listeners.map(({ name, port }) => `${name} ${port}`)).toEqual([
      "bootstrapIam 9098",
      "bootstrapIamPublic 9198",
    ]);
  });
});
