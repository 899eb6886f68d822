import tseslint from "typescript-eslint";

export default tseslint.config(
  ...tseslint.configs.recommendedTypeChecked,
  {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-assertions": ["error", { assertionStyle: "never" }],
      "@typescript-eslint/no-unused-vars": ["error", { varsIgnorePattern: "^_", argsIgnorePattern: "^_" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "max-lines": ["error", 300],
      "no-warning-comments": ["error", { terms: ["todo", "fixme"] }],
    },
  },
  {
    // Text of a plan is escaped where a construct reads its plan, and nowhere else.
    files: ["lib/**/aws.ts", "lib/**/aws/**/*.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector:
            ":not(VariableDeclarator[init.callee.name='withLiteralPlan']) > ObjectPattern > Property[key.name='plan']",
          message: "Read the plan through withLiteralPlan(props), so that its text is never a template of Terraform.",
        },
        {
          selector: "MemberExpression[property.name='plan']:not([object.type='ThisExpression'])",
          message: "Read the plan through withLiteralPlan(props), so that its text is never a template of Terraform.",
        },
        {
          selector: "ExportNamedDeclaration > FunctionDeclaration > Identifier[name='plan']",
          message: "An exported function escapes its plan: take it under another name and read it through literal().",
        },
      ],
    },
  },
  {
    // A test names what must be there; when it is not, the test fails all the same.
    files: ["test/**/*.ts"],
    rules: { "@typescript-eslint/no-non-null-assertion": "off", "@typescript-eslint/no-floating-promises": "off" },
  },
  { ignores: ["dist/", "test/support/imports/", "test/e2e/outside-project/", "cdktf.out/", "**/*.mjs", "**/*.cjs"] },
);
