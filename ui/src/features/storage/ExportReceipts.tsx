import { Download } from "lucide-react";
import { useState } from "react";
import { tellError, type Receipt } from "@/api";
import { Button, MenuButton, MenuItem, toast } from "@/components";
import { getPlatform } from "@/platform";
import { receiptFile, type Format } from "./receiptData";

/** Saves receipts with everything they list. */
export function ExportReceipts({ name, label, read }: { name: string; label: string; read: () => Promise<readonly Receipt[]> }) {
  const [isBusy, setBusy] = useState(false);
  const save = async (format: Format) => {
    setBusy(true);
    try {
      const file = `${name}.${format}`;
      if (await getPlatform().saveAs(file, await receiptFile(await read(), format))) toast({ text: `Saved ${file}`, key: "export" });
    } catch (error) {
      tellError(error);
    }
    setBusy(false);
  };
  return (
    <MenuButton
      label="Format"
      trigger={
        <Button icon={<Download />} isDisabled={isBusy}>
          {isBusy ? "Exporting…" : label}
        </Button>
      }
    >
      <MenuItem label="JSON…" onAction={() => void save("json")} />
      <MenuItem label="CSV…" onAction={() => void save("csv")} />
    </MenuButton>
  );
}
