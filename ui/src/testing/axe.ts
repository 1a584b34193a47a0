import axe from "axe-core";

/** The serious and critical findings of axe in a part of the page. Colours and layout need a real browser and are left out. */
export async function findAxeProblems(root: Element): Promise<string[]> {
  const { violations } = await axe.run(root, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => `${id}: ${help} at ${nodes.map((node) => node.html).join(" | ")}`);
}
