export { core } from "../core/core";
export const beta = "beta";
