/** Copies text through the platform and says so. */
import { tellError } from "@/api";
import { toast } from "@/components";
import { getPlatform } from "@/platform";

export async function copyAndTell(text: string, said: string): Promise<void> {
  try {
    await getPlatform().copyText(text);
    toast({ text: said, key: "copy", duration: 4000 });
  } catch (error) {
    tellError(error);
  }
}
