/** The three import rules of docs/architecture.md. A construct file is an aws.ts, or lies in a folder aws/. */
const construct = "^lib/.+(/aws\\.ts$|/aws/)";
const room = "^lib/(engines/[^/]+|[^/]+)/";

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "pure-imports-pure",
      comment: "A pure file knows neither cdktf nor constructs, so that a check loads none of it.",
      severity: "error",
      from: { path: "^lib/", pathNot: construct },
      to: { path: ["(^|/)node_modules/(cdktf|constructs|@cdktf)/", construct] },
    },
    {
      name: "construct-imports-own-room-and-core",
      comment: "A construct maps its own room's plan; what crosses rooms is decided in the plan.",
      severity: "error",
      from: { path: `${room}(aws\\.ts$|aws/)` },
      to: { path: "^(lib|stacks|bin)/", pathNot: ["^lib/core/", "^lib/$1/"] },
    },
    {
      name: "rooms-are-crossed-in-environment",
      comment: "Only lib/environment, stacks, bin and tests know more than one room.",
      severity: "error",
      from: { path: room, pathNot: ["^lib/environment/", construct] },
      to: { path: "^(lib|stacks|bin)/", pathNot: ["^lib/core/", "^lib/$1/"] },
    },
    {
      name: "no-provider-barrel",
      comment: "The barrel loads every class of the provider; import the one file.",
      severity: "error",
      from: { path: "^(lib|stacks|bin|test)/" },
      to: { path: "(^|/)node_modules/@cdktf/provider-[^/]+/lib/index\\.js$" },
    },
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["require", "node", "import", "default", "types"],
      extensions: [".ts", ".js", ".d.ts"],
    },
  },
};
