import type { BrokerDisks } from "../core/facts";
import { call, type Remedy } from "./document";

/**
 * Grows the disks of MSK's brokers, all alike. The sizes to choose from end at the maximum that the file says, so that
 * nobody grows beyond it by a slip (MSK API reference, UpdateBrokerStorage, and developer guide, msk-update-storage, 2026-11).
 */
export function growStorage({ cluster, clusterArn, sizeGiB, maxGiB }: BrokerDisks): Remedy {
  const info = "$.ClusterInfo";
  const inputs = { ClusterArn: "{{ ClusterArn }}" };
  return {
    id: "grow-storage",
    description: `Grows the disks of every broker of ${cluster}; they never shrink again`,
    parameters: {
      ClusterArn: {
        type: "String",
        description: `The ARN of ${cluster}`,
        allowedPattern: `^${clusterArn.replaceAll("*", "[A-Za-z0-9-]+")}$`,
      },
      SizeGiB: {
        type: "Integer",
        description: "What each broker's disk is to have",
        allowedValues: sizes(sizeGiB, maxGiB),
      },
    },
    look: (name) =>
      call(name, ["kafka", "DescribeClusterV2"], inputs, [
        { Name: "State", Selector: `${info}.State`, Type: "String" },
        { Name: "Version", Selector: `${info}.CurrentVersion`, Type: "String" },
        {
          Name: "SizeGiB",
          Selector: `${info}.Provisioned.BrokerNodeGroupInfo.StorageInfo.EbsStorageInfo.VolumeSize`,
          Type: "Integer",
        },
      ]),
    seen: ["State", "SizeGiB"],
    modes: {
      grow: [
        {
          name: "ready",
          action: "aws:assertAwsResourceProperty",
          inputs: {
            Service: "kafka",
            Api: "DescribeClusterV2",
            ...inputs,
            PropertySelector: `${info}.State`,
            DesiredValues: ["ACTIVE"],
          },
        },
        call("grow", ["kafka", "UpdateBrokerStorage"], {
          ...inputs,
          CurrentVersion: "{{ before.Version }}",
          TargetBrokerEBSVolumeInfo: [{ KafkaBrokerNodeId: "All", VolumeSizeGB: "{{ SizeGiB }}" }],
        }),
      ],
    },
    statements: [
      {
        Sid: "GrowDisks",
        Effect: "Allow",
        Action: ["kafka:DescribeClusterV2", "kafka:UpdateBrokerStorage"],
        Resource: clusterArn,
      },
    ],
  };
}

/** Each a quarter above the one before, and the maximum last. */
function sizes(from: number, max: number): number[] {
  const all: number[] = [];
  for (let size = Math.ceil(from * 1.25); size < max; size = Math.ceil(size * 1.25)) all.push(size);
  return [...all, max];
}
