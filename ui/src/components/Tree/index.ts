export { Tree } from "./Tree";
export type { TreeHandle, TreeNode, TreePage, TreeProps } from "./types";
