/**
 * Text that somebody wrote, for an argument of Terraform: `${` and `%{` begin a template there, and are escaped.
 * Every text from an environment file that has no fixed form goes through here on its way into a resource.
 */
export function literal(text: string): string {
  return text.replaceAll("${", () => "$${").replaceAll("%{", "%%{");
}

/** The same for every value of a mapping: tags. */
export function literals(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, literal(value)]));
}
