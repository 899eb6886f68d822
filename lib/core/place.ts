/** Where an environment lives. Every name and ARN follows from it. */
export interface Place {
  /** Name of the environment, for example `prod`. */
  readonly environment: string;
  /** The twelve digits of the AWS account. */
  readonly account: string;
  readonly region: string;
}

/** Who answers for a thing and how it is classified; rendered as tags. */
export interface Ownership {
  readonly owner?: string;
  readonly costCentre?: string;
  readonly dataClass?: DataClass;
}

export const dataClasses = ["public", "internal", "confidential", "restricted"] as const;
export type DataClass = (typeof dataClasses)[number];
