export { TrashPage } from "./TrashPage";
