// Loaded before a program (node --require): writes what the whole process used when it ends.
const { writeFileSync } = require("node:fs");
process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const used = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024, seconds: process.uptime() };
  writeFileSync(process.env.BENCH_REPORT, JSON.stringify(used));
});
