/** Puts text on the clipboard; where the web view refuses the modern way, through a selected text area. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyBySelection(text);
  }
}

function copyBySelection(text: string) {
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  area.style.opacity = "0";
  const before = document.activeElement;
  document.body.append(area);
  area.select();
  const isDone = document.execCommand("copy");
  area.remove();
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  if (!isDone) throw new Error("The clipboard can't be written");
}

/** Puts a picture on the clipboard. */
export async function copyImage(image: Blob): Promise<void> {
  if (typeof ClipboardItem === "undefined") throw new Error("This web view can't put pictures on the clipboard; save it instead");
  await navigator.clipboard.write([new ClipboardItem({ [image.type]: image })]);
}
