import type { DataPath, Issues } from "../core/issues";
import type { Place } from "../core/place";
import { kinds } from "./kinds";
import type { SplunkSpec } from "./sinks-spec";

/**
 * Whether the delivery stream can read the token. The secret is in the stream's region (Firehose API reference,
 * SecretsManagerConfiguration); Secrets Manager's own key opens nothing for another account (Secrets Manager user guide,
 * auth-and-access_examples_cross); 2026-11.
 */
export function checkToken(
  place: Place,
  { token, tokenKey }: Pick<SplunkSpec, "token" | "tokenKey">,
  path: DataPath,
  issues: Issues,
): void {
  const secret = homeOf(token);
  const key = tokenKey === undefined ? undefined : homeOf(tokenKey);
  const outOfReach = (at: string, message: string) => issues.add(kinds.TokenOutOfReach, [...path, at], message);
  if (secret.region !== place.region)
    outOfReach("token", `the secret is in ${secret.region}; it has to be in ${place.region}, where the stream is`);
  if (secret.account !== place.account && key === undefined)
    outOfReach(
      "token",
      `the secret is of account ${secret.account}, and this is ${place.account}; say which key it is encrypted with: tokenKey`,
    );
  if (key !== undefined && key.region !== secret.region)
    outOfReach("tokenKey", `the key is in ${key.region}, and the secret in ${secret.region}: no such key encrypts it`);
}

function homeOf(arn: string): { readonly region: string; readonly account: string } {
  const [, , , region = "", account = ""] = arn.split(":");
  return { region, account };
}
