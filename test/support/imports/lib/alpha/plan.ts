// Breaks two rules: a pure file that knows cdktf, and a room that knows another room.
export { Token } from "cdktf";
export { beta } from "../beta/plan";
