import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Backend, TerraformElement, TerraformOutput, TerraformStack } from "cdktf";
import { version } from "cdktf/package.json";
import type { Construct, IConstruct } from "constructs";
import { literal } from "../lib/core/literal";
import type { Place } from "../lib/core/place";
import { PiecewiseSynthesizer } from "./synthesizer";
import { resolveTokens, withoutTokenTraces } from "./render";
import type { Tags } from "../lib/core/tags";

export interface StackPlan {
  readonly stackName: string;
  readonly place: Place;
  readonly tags: Tags;
  readonly state: StateLocation;
}

/** Where Terraform keeps its state. */
export interface StateLocation {
  readonly bucket: string;
  readonly region: string;
}

/**
 * A stack of one environment: its provider, its state, its tags.
 *
 * cdktf resolves every element three times: to find references between stacks, to render it, and once more with the
 * whole tree. Signalbox's own elements never refer to another stack implicitly, so they are resolved once, when they
 * are rendered. What somebody adds to the stack from outside goes the usual way.
 */
export class SignalboxStack extends TerraformStack {
  private readonly own = new Set<IConstruct>();
  private readonly pieces: PiecewiseSynthesizer;

  constructor(scope: Construct, { stackName, ...plan }: StackPlan) {
    super(scope, stackName);
    const { place, tags, state } = literal({ place: plan.place, tags: plan.tags, state: plan.state });
    this.pieces = new PiecewiseSynthesizer(this, this.synthesizer, () => withoutTokenTraces(() => this.rendered()));
    this.synthesizer = this.pieces;
    new AwsProvider(this, "Aws", {
      region: place.region,
      // Whoever holds credentials of another account is stopped before anything is made there.
      allowedAccountIds: [place.account],
      defaultTags: [{ tags: { ...tags } }],
    });
    new LockedS3Backend(this, {
      bucket: state.bucket,
      key: `${stackName}.tfstate`,
      region: state.region,
      encrypt: true,
    });
  }

  /** Called by a stack of ours when it has built all that it holds. */
  protected built(): void {
    for (const child of this.node.children) this.own.add(child);
  }

  override prepareStack(): void {
    this.ensureBackendExists();
    for (const child of this.node.children)
      if (!this.own.has(child)) for (const element of elementsOf(child)) this.resolved(element.toTerraform(), true);
  }

  override toTerraform(): object {
    return this.pieces.answer();
  }

  private rendered(): Json {
    const elements = this.node.children.flatMap((child) => elementsOf(child));
    const json: Json = {};
    const metadata: Json = { version, stackName: this.node.id, backend: "local" };
    const outputs: Json = {};
    for (const element of elements) {
      merge(metadata, this.resolved(element.toMetadata(), false));
      merge(json, this.resolved(element.toTerraform(), false));
      if (TerraformOutput.isTerraformOutput(element))
        merge(outputs, nest(element.node.path.split("/"), element.friendlyUniqueId));
    }
    return { "//": { metadata, outputs }, ...json };
  }

  private resolved(fragment: unknown, preparing: boolean): Json {
    const value = resolveTokens(fragment, this, preparing);
    return isJson(value) ? value : {};
  }
}

/** Where the state of a stack is, for the stack itself and for those that read its outputs. */
export function stateOf({ bucket, region }: StateLocation, stackName: string) {
  return { bucket, region, key: `${stackName}.tfstate` };
}

/** State in S3 with Terraform's own lock beside it (Terraform 1.10 or later), so that two deploys never mix. */
class LockedS3Backend extends S3Backend {
  protected override synthesizeAttributes(): Record<string, unknown> {
    return { ...super.synthesizeAttributes(), use_lockfile: true };
  }
}

interface Json {
  [key: string]: unknown;
}

const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

function elementsOf(construct: IConstruct, found: TerraformElement[] = []): TerraformElement[] {
  if (TerraformElement.isTerraformElement(construct)) found.push(construct);
  for (const child of construct.node.children) elementsOf(child, found);
  return found;
}

function merge(target: Json, source: Json): void {
  for (const [key, value] of Object.entries(source)) {
    const there = target[key];
    if (isJson(there) && isJson(value)) merge(there, value);
    else target[key] = value;
  }
}

/** `["a", "b"]`, x → `{ a: { b: x } }` */
function nest(path: readonly string[], leaf: string): Json {
  const [step = "", ...rest] = path;
  return { [step]: rest.length === 0 ? leaf : nest(rest, leaf) };
}
