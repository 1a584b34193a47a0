export { ProjectPage } from "./ProjectPage";
