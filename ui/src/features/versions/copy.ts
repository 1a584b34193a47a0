import { announce, toast } from "@/components";
import { getPlatform } from "@/platform";

/** Copies a text and says what was copied. */
export function copyWords(text: string, what: string): void {
  getPlatform()
    .copyText(text)
    .then(
      () => {
        toast({ text: `Copied the ${what}`, key: "copied", duration: 2500 });
        announce(`Copied the ${what}`);
      },
      () => toast({ text: "The clipboard can't be written", tone: "danger", key: "copied" }),
    );
}
