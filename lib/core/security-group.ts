/** Who may connect to one port. */
export interface IngressPlan {
  /** Stable: the rule's construct id follows from it. */
  readonly id: string;
  readonly description: string;
  readonly port: number;
  readonly from: { readonly cidr: string } | { readonly securityGroup: string };
}

/** What may be reached on one port. */
export interface EgressPlan {
  /** Stable: the rule's construct id follows from it. */
  readonly id: string;
  readonly description: string;
  readonly port: number;
  readonly cidr: string;
}

/**
 * Who may connect to brokers. Its rules stand apart and may change; its name and description never do, because another
 * group would be another resource.
 */
export interface SecurityGroupPlan {
  readonly name: string;
  readonly description: string;
  readonly rules: readonly IngressPlan[];
  /** What may be reached from the group; nothing when left out. */
  readonly egress?: readonly EgressPlan[];
}
