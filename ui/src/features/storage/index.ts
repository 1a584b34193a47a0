export { collectOpener } from "./opener";
