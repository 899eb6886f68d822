import {
  DescribeUserCommand,
  type DescribeUserResponse,
  ListUsersCommand,
  type MqClient,
  NotFoundException,
} from "@aws-sdk/client-mq";

/** Every user of a broker, by name. */
export async function listUsers(mq: MqClient, BrokerId: string): Promise<Map<string, DescribeUserResponse>> {
  const names: string[] = [];
  for (let NextToken: string | undefined, more = true; more; more = NextToken !== undefined) {
    const page = await mq.send(new ListUsersCommand({ BrokerId, MaxResults: 100, NextToken }));
    names.push(...(page.Users ?? []).flatMap(({ Username }) => Username ?? []));
    NextToken = page.NextToken;
  }
  const users = new Map<string, DescribeUserResponse>();
  for (const name of names) {
    const user = await describe(mq, BrokerId, name);
    if (user !== undefined) users.set(name, user);
  }
  return users;
}

async function describe(mq: MqClient, BrokerId: string, Username: string): Promise<DescribeUserResponse | undefined> {
  try {
    return await mq.send(new DescribeUserCommand({ BrokerId, Username }));
  } catch (error) {
    if (error instanceof NotFoundException) return undefined;
    throw error;
  }
}
