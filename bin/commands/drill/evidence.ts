import pc from "picocolors";
import { isProof, type Evidence, type Verdict } from "../../../lib/backup/functions/words";

/** What a run has to show, for people. */
export function evidenceText(evidence: Evidence): string {
  const { run, good, channels, unproven, untested, lost } = evidence;
  const result = isProof(evidence) ? "restored" : "nothing to restore, so nothing is proven";
  return [
    ...channels.filter(({ channel }) => !unproven.includes(channel)).flatMap(channelLines),
    ...(unproven.length > 0 ? [`not proven, because their archives hold nothing: ${unproven.join(", ")}`] : []),
    ...(untested.length > 0 ? [`not tested: ${untested.join(", ")}`] : []),
    `what a restore cannot give back: ${lost.join(", ")}`,
    pc.bold(`${good ? result : "NOT restored"}: ${run}`),
  ].join("\n");
}

function channelLines(verdict: Verdict): string[] {
  const { channel, equal, expected, received, objects, faults, faultCount, differences, checksums } = verdict;
  const seconds = (value: number) => `${value.toFixed(1)} s`;
  return [
    `${channel}: ${equal ? pc.green("equal") : pc.red("different")}`,
    `  messages        ${received} of ${expected} came back, from ${objects} objects`,
    ...(checksums ? [`  checksum        ${checksums.received} (archived: ${checksums.expected})`] : []),
    `  recovery time   ${seconds(verdict.recoveryTimeSeconds)}`,
    `  recovery point  ${seconds(verdict.recoveryPointSeconds)}`,
    ...faults.map(({ code, key, message }) => `  ${code}  ${key}: ${message}`),
    ...(faultCount > faults.length ? [`  and ${faultCount - faults.length} more`] : []),
    ...differences.map((difference) => `  Different  ${difference}`),
  ];
}
