import {
  CreateUserCommand,
  DeleteUserCommand,
  type DescribeUserResponse,
  MqClient,
  UpdateUserCommand,
} from "@aws-sdk/client-mq";
import { clientSettings, patient } from "../../../core/clients";
import { listUsers } from "./activemq-users";
import type { DesiredActiveMq } from "./desired";
import { newPassword } from "./passwords";
import { Refused, type Report } from "./report";
import type { SecretLogin, Secrets } from "./secrets";
import { readLogins } from "./users";

type Result = Pick<Report, "administrator" | "changes" | "unmanaged" | "notes">;
type Wanted = DesiredActiveMq["users"][number] & { readonly login: SecretLogin };

/**
 * The users of an ActiveMQ broker, which Amazon MQ's own API keeps. It tells no password and no hash of one, so a label
 * on the version of the secret remembers what was given to which broker.
 *
 * @see https://docs.aws.amazon.com/amazon-mq/latest/api-reference/brokers-broker-id-users-username.html (2026-11)
 */
export class ActiveMqUsers {
  // Amazon MQ takes 15 calls a second (quotas, 2026-11); the client slows down by itself.
  private readonly mq = new MqClient(clientSettings(patient));
  private readonly label: string;

  constructor(
    private readonly brokerId: string,
    private readonly secrets: Secrets,
  ) {
    this.label = `applied-${brokerId}`;
  }

  /** @throws Refused with every problem, before anything is changed */
  async bringAbout(desired: DesiredActiveMq, adminSecret: string): Promise<Result> {
    const administrator = await this.secrets.read(adminSecret);
    if (administrator === undefined) throw new Error(`secret ${adminSecret} of the administrator is not there`);
    const { found, problems } = await readLogins(desired.users, this.secrets);
    const there = await listUsers(this.mq, this.brokerId);
    const all = [...problems, ...this.conflicts(desired, administrator.username, there)];
    if (all.length > 0) throw new Refused(all);
    const replaced =
      administrator.bootstrap && (await this.replaceAdministrator(adminSecret, there.get(administrator.username)));
    const changes: Result["changes"][number][] = [];
    for (const wanted of found) {
      const action = await this.apply(wanted, there.get(wanted.name));
      if (action !== undefined) changes.push({ action, kind: "user", name: wanted.name });
    }
    const known = new Set([administrator.username, ...desired.users.map(({ name }) => name)]);
    const extra = [...there].filter(([name, { Pending }]) => !known.has(name) && Pending?.PendingChange !== "DELETE");
    const people = extra.filter(([, user]) => user.ConsoleAccess === true || user.ReplicationUser === true);
    for (const [name] of extra.filter((one) => !people.includes(one))) {
      await this.mq.send(new DeleteUserCommand({ BrokerId: this.brokerId, Username: name }));
      changes.push({ action: "remove", kind: "user", name });
    }
    const waiting = replaced || changes.length > 0 || [...there.values()].some(({ Pending }) => Pending !== undefined);
    return {
      administrator: replaced ? "replaced" : "kept",
      changes,
      unmanaged: people.map(([name]) => ({ kind: "user", name })),
      notes: waiting ? ["changes of users hold from the broker's next reboot or maintenance window on"] : [],
    };
  }

  private conflicts({ users }: DesiredActiveMq, administrator: string, there: Map<string, DescribeUserResponse>) {
    return users.flatMap(({ name }) => {
      if (name === administrator)
        return [`user ${name} is the broker's administrator; give the client a user of its own`];
      if (there.get(name)?.Pending?.PendingChange !== "DELETE") return [];
      return [`user ${name} waits for its removal; reboot the broker, then it can be made anew`];
    });
  }

  /** Until the broker takes it, the password before holds: it is the previous version of the secret. */
  private async replaceAdministrator(secret: string, there: DescribeUserResponse | undefined): Promise<true> {
    const prepared = await this.secrets.read(secret, "AWSPENDING");
    const next = prepared?.bootstrap === false ? prepared : await this.secrets.prepare(secret, newPassword());
    const { Groups, ConsoleAccess } = there?.Pending ?? there ?? {};
    const user = { BrokerId: this.brokerId, Username: next.username, Groups, ConsoleAccess };
    await this.mq.send(new UpdateUserCommand({ ...user, Password: next.password }));
    await this.secrets.promote(secret, next.id);
    return true;
  }

  private async apply({ name, secret, groups, login }: Wanted, there: DescribeUserResponse | undefined) {
    const user = { BrokerId: this.brokerId, Username: name, Groups: groups, ConsoleAccess: false };
    const known = login.stages.includes(this.label);
    if (there === undefined) await this.mq.send(new CreateUserCommand({ ...user, Password: login.password }));
    else {
      const { Groups = [], ConsoleAccess = false } = there.Pending ?? there;
      if (known && !ConsoleAccess && [...Groups].sort().join() === [...groups].sort().join()) return undefined;
      await this.mq.send(new UpdateUserCommand({ ...user, ...(!known && { Password: login.password }) }));
    }
    if (!known) await this.secrets.label(secret, this.label, login);
    return there === undefined ? "create" : "change";
  }
}
