import { MskCluster, type MskClusterConfig } from "@cdktf/provider-aws/lib/msk-cluster";
import { MskConfiguration } from "@cdktf/provider-aws/lib/msk-configuration";
import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import type { LateNetwork } from "../../../core/late";
import { withLiteralPlan } from "../../../core/literal";
import type { BrokerConfiguration } from "../configuration";
import { brokerLogId } from "../facts";
import type { BrokerCluster } from "../cluster-plan";
import type { MskPlan } from "../plan";
import type { BuiltCluster } from "./built";

export interface BrokersProps {
  readonly plan: MskPlan;
  readonly cluster: BrokerCluster;
  readonly network: LateNetwork;
  readonly securityGroupId: string;
  readonly keyArn: string;
  readonly logGroupNames: Readonly<Record<string, string>>;
}

/** A cluster of Standard or Express brokers with its configuration. Stateful: its address is a contract. */
export class Brokers extends Construct implements BuiltCluster {
  readonly arn: string;
  readonly bootstrap: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, given: BrokersProps) {
    super(scope, id);
    const { plan, ...props } = withLiteralPlan(given);
    const { cluster } = props;
    const configuration = plan.brokerConfiguration && configurationOf(this, plan.brokerConfiguration);
    const resource = new MskCluster(this, "Resource", {
      clusterName: plan.names.cluster,
      kafkaVersion: cluster.kafkaVersion,
      numberOfBrokerNodes: cluster.brokers,
      enhancedMonitoring: cluster.enhancedMonitoring,
      ...(cluster.mode === "provisioned" && cluster.storage.tiered ? { storageMode: "TIERED" } : {}),
      brokerNodeGroupInfo: nodeGroup(props),
      clientAuthentication: authentication(cluster),
      ...(configuration && { configurationInfo: { arn: configuration.arn, revision: configuration.latestRevision } }),
      encryptionInfo: {
        encryptionAtRestKmsKeyArn: props.keyArn,
        encryptionInTransit: { clientBroker: "TLS", inCluster: true },
      },
      ...logging(props),
      ...openMonitoring(cluster),
      lifecycle: { ignoreChanges: ignored(cluster), ...(plan.protect && { preventDestroy: true }) },
    });
    this.arn = resource.arn;
    this.bootstrap = {
      bootstrapIam: resource.bootstrapBrokersSaslIam,
      bootstrapScram: resource.bootstrapBrokersSaslScram,
      bootstrapTls: resource.bootstrapBrokersTls,
      bootstrapIamMultiVpc: resource.bootstrapBrokersVpcConnectivitySaslIam,
      bootstrapScramMultiVpc: resource.bootstrapBrokersVpcConnectivitySaslScram,
      bootstrapTlsMultiVpc: resource.bootstrapBrokersVpcConnectivityTls,
      bootstrapIamPublic: resource.bootstrapBrokersPublicSaslIam,
      bootstrapScramPublic: resource.bootstrapBrokersPublicSaslScram,
      bootstrapTlsPublic: resource.bootstrapBrokersPublicTls,
    };
  }
}

/** No version of Kafka stands in it: a version that changes would make it anew while it is in use. */
function configurationOf(scope: Construct, { name, description, text }: BrokerConfiguration): MskConfiguration {
  return new MskConfiguration(scope, "Configuration", {
    name,
    description,
    serverProperties: text,
    lifecycle: { createBeforeDestroy: true },
  });
}

/**
 * What Terraform does not look at. MSK never moves a cluster to other subnets, nor gives it another security group, so
 * that the provider would destroy it and make it anew; and disks that grow by themselves must not be shrunk.
 */
const fixedPlace = ["broker_node_group_info[0].client_subnets", "broker_node_group_info[0].security_groups"] as const;
const diskSize = "broker_node_group_info[0].storage_info[0].ebs_storage_info[0].volume_size";

const ignored = (cluster: BrokerCluster): string[] => [
  ...fixedPlace,
  ...(cluster.mode === "provisioned" && cluster.storage.grows !== undefined ? [diskSize] : []),
];

function nodeGroup({
  cluster,
  network,
  securityGroupId,
}: Omit<BrokersProps, "plan">): MskClusterConfig["brokerNodeGroupInfo"] {
  const subnets = [...network.subnetIds];
  return {
    instanceType: cluster.instanceType,
    clientSubnets: cluster.someZones ? Token.asList(Fn.slice(subnets, 0, cluster.zones)) : subnets,
    securityGroups: [securityGroupId],
    connectivityInfo: connectivity(cluster),
    ...(cluster.mode === "provisioned" ? { storageInfo: { ebsStorageInfo: disks(cluster.storage) } } : {}),
  };
}

function disks({ sizeGiB, throughputMiBps }: Extract<BrokerCluster, { mode: "provisioned" }>["storage"]) {
  return {
    volumeSize: sizeGiB,
    ...(throughputMiBps !== undefined && {
      provisionedThroughput: { enabled: true, volumeThroughput: throughputMiBps },
    }),
  };
}

/** PrivateLink is named only where it is opened or closed: MSK refuses a cluster that begins with it. */
function connectivity({ phase, authentication: { scram, certificateAuthorities } }: BrokerCluster) {
  const publicAccess = { type: phase === "public" ? "SERVICE_PROVIDED_EIPS" : "DISABLED" };
  if (phase !== "multi-vpc" && phase !== "closing") return { publicAccess };
  const on = phase === "multi-vpc";
  return {
    publicAccess,
    vpcConnectivity: {
      clientAuthentication: {
        sasl: { iam: on, ...(scram && { scram: on }) },
        ...(certificateAuthorities.length > 0 && { tls: on }),
      },
    },
  };
}

/** A block stands only where it says something: an empty one is a change without end. */
function authentication({ authentication: { scram, certificateAuthorities, unauthenticated } }: BrokerCluster) {
  return {
    unauthenticated,
    sasl: { iam: true, ...(scram && { scram: true }) },
    ...(certificateAuthorities.length > 0 && { tls: { certificateAuthorityArns: [...certificateAuthorities] } }),
  };
}

function logging({ logGroupNames }: Pick<BrokersProps, "logGroupNames">): Pick<MskClusterConfig, "loggingInfo"> {
  const logGroup = logGroupNames[brokerLogId];
  if (logGroup === undefined) return {};
  return { loggingInfo: { brokerLogs: { cloudwatchLogs: { enabled: true, logGroup } } } };
}

function openMonitoring({ openMonitoring: open }: BrokerCluster): Pick<MskClusterConfig, "openMonitoring"> {
  if (open === undefined || !(open.jmx || open.node)) return {};
  return {
    openMonitoring: {
      prometheus: {
        ...(open.jmx && { jmxExporter: { enabledInBroker: true } }),
        ...(open.node && { nodeExporter: { enabledInBroker: true } }),
      },
    },
  };
}
