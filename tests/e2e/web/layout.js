/**
 * Controls that a person can't see whole, and pages wider than the window: lines of text, empty when all is well.
 * Tables, code and whatever else scrolls sideways by itself may be wider.
 */
export const cutOff = (page) =>
  page.evaluate(async () => {
    // What floats finds its place in the frame after the window's new size.
    for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    const found = [];
    if (document.documentElement.scrollWidth > innerWidth) found.push(`the page is ${document.documentElement.scrollWidth} wide`);
    const wordsOf = (element) => `${element.getAttribute("role") ?? element.tagName.toLowerCase()} “${(element.getAttribute("aria-label") ?? element.textContent).trim().slice(0, 40)}”`;
    const scrolls = (value) => value === "auto" || value === "scroll";
    /** The part of a box that its ancestors leave in view. */
    const seen = (element) => {
      let { left, right } = element.getBoundingClientRect();
      for (let around = element.parentElement; around; around = around.parentElement) {
        const { overflowX } = getComputedStyle(around);
        if (scrolls(overflowX) && around.scrollWidth > around.clientWidth) return null;
        if (overflowX === "visible") continue;
        const box = around.getBoundingClientRect();
        left = Math.max(left, box.left);
        right = Math.min(right, box.right);
      }
      return Math.min(right, innerWidth) - Math.max(left, 0);
    };
    const controls = "button, input:not([type=checkbox], [type=radio]), textarea, select, [role=tab], [role=menuitem], [role=combobox], a[href]";
    for (const element of document.querySelectorAll(controls)) {
      const { width, height } = element.getBoundingClientRect();
      if (width < 2 || height < 2 || getComputedStyle(element).visibility === "hidden" || element.closest("[inert], [role=grid], [aria-hidden=true]") || element.matches("[tabindex='-1']:not([role=tab], [role=menuitem])")) continue;
      const shown = seen(element);
      if (shown !== null && shown < width - 1.5) found.push(`${wordsOf(element)} shows ${Math.round(Math.max(0, shown))} of ${Math.round(width)} px`);
    }
    return found.slice(0, 6);
  });
