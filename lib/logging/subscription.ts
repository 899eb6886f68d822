/** One log that goes to one stream. */
export interface SubscriptionPlan {
  /** Unique within the stack and stable. */
  readonly id: string;
  readonly name: string;
  /** Id of the log: its group stands by then. */
  readonly log: string;
  /** None where AWS assigns it. */
  readonly logGroupName?: string;
  readonly stream: string;
}
