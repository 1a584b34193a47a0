import { TriangleAlert, X } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useCommand, type Upkeep } from "@/api";
import { Button, IconButton } from "@/components";
import { useCommandHandler } from "@/lib/commands";
import styles from "./Collect.module.css";
import { collectOpener, receiptOpener } from "./opener";
import { pauseWords } from "./words";

const CollectDialog = lazy(() => import("./CollectDialog"));
const ReceiptDialog = lazy(() => import("./ReceiptDialog"));

/** Above the content of the window: what holds expiry and collection up. Also draws their dialogs. Mounted once. */
export function StorageHost() {
  const isCollecting = collectOpener.use() !== null;
  const receipt = receiptOpener.use();
  const { data: upkeep } = useCommand("upkeep.state", {});
  useCommandHandler("storage.collect", () => collectOpener.open({}));
  return (
    <>
      {upkeep ? <Banner upkeep={upkeep} /> : null}
      <Suspense fallback={null}>
        {isCollecting ? <CollectDialog onClose={collectOpener.close} /> : null}
        {receipt === null ? null : <ReceiptDialog key={receipt} id={receipt} onClose={receiptOpener.close} />}
      </Suspense>
    </>
  );
}

/** One line; put away for as long as the window is open, or until it says something else. */
function Banner({ upkeep: { paused, consent } }: { upkeep: Upkeep }) {
  const [read, setRead] = useState("");
  const words = paused ? pauseWords(paused) : consent.length > 0 ? `Collecting waits for your consent. ${consent.join(" ")}` : "";
  if (words === "" || words === read) return null;
  return (
    <div className={styles["banner"]} role="status">
      <TriangleAlert aria-hidden="true" />
      <span className="grow" title={words}>
        {words}
      </span>
      {paused ? null : (
        <Button size="small" onPress={() => collectOpener.open({})}>
          Look at the plan…
        </Button>
      )}
      <IconButton size="small" label="Dismiss" icon={<X />} onPress={() => setRead(words)} />
    </div>
  );
}
