import * as z from "zod";
import { eventually } from "./waiting";

/** Who logs in at the broker. */
export interface Login {
  readonly username: string;
  readonly password: string;
}

/** Nobody answers, or the broker is not ready to. */
export class Unavailable extends Error {}
/** The broker answers, and takes neither this name nor this password. */
export class LoginRefused extends Error {}

type Body = Readonly<Record<string, unknown>>;
interface Sent {
  readonly body?: Body;
  readonly query?: Readonly<Record<string, string | number>>;
}

/** The broker gives no more of a list at once (rabbitmq.com/docs/http-api-reference, pagination, 2026-11). */
const pageSize = 500;

/**
 * RabbitMQ's HTTP API of the management plugin. Every request here may be made twice, so that each is made again while
 * the broker does not answer.
 *
 * @see https://www.rabbitmq.com/docs/management#http-api (2026-11)
 */
export class Management {
  /** @param waitSeconds how long one request waits for a broker that does not answer */
  constructor(
    private readonly endpoint: string,
    readonly login: Login,
    private readonly waitSeconds: number,
  ) {}

  async get<S extends z.ZodType>(spec: S, ...path: readonly string[]): Promise<z.output<S>> {
    const response = await this.send("GET", path);
    return spec.parse(await response.json());
  }

  /** All of a list, page by page. While it changes, a page may miss a thing or have it twice. */
  async list<S extends z.ZodType>(spec: S, columns: readonly string[], ...path: readonly string[]) {
    const pageSpec = z.object({ items: z.array(spec), page_count: z.number() });
    const found: z.output<S>[] = [];
    for (let page = 1, count = 1; page <= count; page++) {
      const query = { page, page_size: pageSize, sort: "name", columns: columns.join(",") };
      const response = await this.send("GET", path, { query });
      const { items, page_count } = pageSpec.parse(await response.json());
      found.push(...items);
      count = page_count;
    }
    return found;
  }

  async put(body: Body, ...path: readonly string[]): Promise<void> {
    await this.send("PUT", path, { body });
  }

  async post(body: Body, ...path: readonly string[]): Promise<void> {
    await this.send("POST", path, { body });
  }

  /** Removes what the path names; that it is not there is as good. */
  async remove(...path: readonly string[]): Promise<void> {
    await this.send("DELETE", path);
  }

  private send(method: string, path: readonly string[], { body, query = {} }: Sent = {}): Promise<Response> {
    const named = `/api/${path.map(encodeURIComponent).join("/")}`;
    const asked = Object.entries(query).map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
    const address = asked.length === 0 ? named : `${named}?${asked.join("&")}`;
    const patience = { seconds: this.waitSeconds, passing: (error: unknown) => error instanceof Unavailable };
    return eventually(patience, () => this.attempt(method, address, body));
  }

  private async attempt(method: string, path: string, body?: Body): Promise<Response> {
    const { username, password } = this.login;
    const what = `${method} ${this.endpoint}${path}`;
    const response = await fetch(`${this.endpoint}${path}`, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`,
        "content-type": "application/json",
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      // Thousands of queues take the broker a while.
      redirect: "error",
      signal: AbortSignal.timeout(120_000),
    }).catch((error: unknown) => {
      throw new Unavailable(`${what}: no answer`, { cause: error });
    });
    if (response.ok || (method === "DELETE" && response.status === 404)) return response;
    const answer = `${what}: ${response.status} ${(await response.text()).slice(0, 500)}`;
    if (response.status === 401) throw new LoginRefused(`${answer} (as ${username})`);
    if ([502, 503, 504].includes(response.status)) throw new Unavailable(answer);
    throw new Error(answer);
  }
}
