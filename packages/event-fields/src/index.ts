export { covers, type Declaration, declare, valuesBeyond } from "./declaration.ts";
