import { iamToken } from "../../../lib/engines/msk/functions/connect";

/** A function that shows the token with which it would connect to MSK. */
export const handler = () => iamToken("eu-west-1");
