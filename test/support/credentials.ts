/** Takes every way to an AWS account from this process and from what it starts. */
export function withoutCredentials(): void {
  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_ENDPOINT_URL"])
    delete process.env[name];
}
