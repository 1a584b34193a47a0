/** Dialogs about collections: anything may open them, `StorageHost` draws them. */
import { createOpener } from "@/lib/opener";

export const collectOpener = createOpener<object>();
/** Number of the receipt to show. */
export const receiptOpener = createOpener<number>();
