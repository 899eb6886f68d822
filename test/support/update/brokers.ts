const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } };

/** A stack with one of each thing that keeps messages, and what belongs to them. */
export const brokers = {
  terraform: { required_providers: { aws: { source: "aws", version: "5.100.0" } } },
  provider: { aws: [{ region: "eu-west-1", default_tags: [{ tags: { Owner: "platform" } }] }] },
  resource: {
    aws_vpc: { Network: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: {
      A: { vpc_id: "${aws_vpc.Network.id}", cidr_block: "10.0.0.0/24" },
      B: { vpc_id: "${aws_vpc.Network.id}", cidr_block: "10.0.1.0/24" },
    },
    aws_security_group: { Clients: { name: "clients", vpc_id: "${aws_vpc.Network.id}" } },
    aws_vpc_security_group_ingress_rule: {
      Iam: {
        security_group_id: "${aws_security_group.Clients.id}",
        ip_protocol: "tcp",
        from_port: 9098,
        to_port: 9098,
        cidr_ipv4: "${aws_vpc.Network.cidr_block}",
      },
    },
    aws_kms_key: { Key: { enable_key_rotation: true } },
    aws_kms_alias: { Alias: { name: "alias/brokers", target_key_id: "${aws_kms_key.Key.key_id}" } },
    aws_msk_configuration: {
      Settings: { name: "settings", kafka_versions: ["3.6.0"], server_properties: "num.partitions = 3\n" },
    },
    aws_msk_cluster: {
      Cluster: {
        cluster_name: "events",
        kafka_version: "3.6.0",
        number_of_broker_nodes: 2,
        broker_node_group_info: {
          instance_type: "kafka.m5.large",
          client_subnets: ["${aws_subnet.A.id}", "${aws_subnet.B.id}"],
          security_groups: ["${aws_security_group.Clients.id}"],
          storage_info: { ebs_storage_info: { volume_size: 1000 } },
        },
        configuration_info: {
          arn: "${aws_msk_configuration.Settings.arn}",
          revision: "${aws_msk_configuration.Settings.latest_revision}",
        },
        encryption_info: { encryption_at_rest_kms_key_arn: "${aws_kms_key.Key.arn}" },
        client_authentication: { sasl: { iam: true } },
        lifecycle: {
          prevent_destroy: true,
          ignore_changes: ["broker_node_group_info[0].storage_info[0].ebs_storage_info[0].volume_size"],
        },
      },
    },
    aws_appautoscaling_target: {
      Disk: {
        max_capacity: 4000,
        min_capacity: 1,
        resource_id: "${aws_msk_cluster.Cluster.arn}",
        scalable_dimension: "kafka:broker-storage:VolumeSize",
        service_namespace: "kafka",
      },
    },
    aws_appautoscaling_policy: {
      Disk: {
        name: "disk",
        policy_type: "TargetTrackingScaling",
        resource_id: "${aws_appautoscaling_target.Disk.resource_id}",
        scalable_dimension: "${aws_appautoscaling_target.Disk.scalable_dimension}",
        service_namespace: "${aws_appautoscaling_target.Disk.service_namespace}",
        target_tracking_scaling_policy_configuration: {
          target_value: 60,
          disable_scale_in: true,
          predefined_metric_specification: { predefined_metric_type: "KafkaBrokerStorageUtilization" },
        },
      },
    },
    aws_mq_broker: {
      Broker: {
        broker_name: "jobs",
        engine_type: "RabbitMQ",
        engine_version: "3.13",
        host_instance_type: "mq.m5.large",
        auto_minor_version_upgrade: true,
        subnet_ids: ["${aws_subnet.A.id}"],
        security_groups: ["${aws_security_group.Clients.id}"],
        user: [{ username: "admin", password: "only-in-this-test" }],
        encryption_options: { use_aws_owned_key: false, kms_key_id: "${aws_kms_key.Key.arn}" },
      },
    },
    aws_secretsmanager_secret: { Endpoint: { name: "endpoint", kms_key_id: "${aws_kms_key.Key.arn}" } },
    aws_secretsmanager_secret_version: {
      Endpoint: {
        secret_id: "${aws_secretsmanager_secret.Endpoint.id}",
        secret_string: '${jsonencode({ url = aws_mq_broker.Broker.instances[0].endpoints[0], user = "admin" })}',
      },
    },
    aws_kinesis_stream: {
      Stream: {
        name: "clicks",
        stream_mode_details: { stream_mode: "ON_DEMAND" },
        encryption_type: "KMS",
        kms_key_id: "${aws_kms_key.Key.arn}",
      },
    },
    aws_iam_role: {
      Reader: { name: "reader", assume_role_policy: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }) },
    },
    aws_lambda_function: {
      Reader: {
        function_name: "reader",
        role: "${aws_iam_role.Reader.arn}",
        runtime: "nodejs22.x",
        handler: "index.handler",
        s3_bucket: "code",
        s3_key: "reader.zip",
        environment: { variables: { BROKERS: "iam=${aws_msk_cluster.Cluster.bootstrap_brokers_sasl_iam}" } },
        vpc_config: {
          subnet_ids: ["${aws_subnet.A.id}"],
          security_group_ids: ["${aws_security_group.Clients.id}"],
        },
      },
    },
    aws_lambda_event_source_mapping: {
      Reader: {
        function_name: "${aws_lambda_function.Reader.arn}",
        event_source_arn: "${aws_kinesis_stream.Stream.arn}",
        starting_position: "LATEST",
      },
    },
  },
};
