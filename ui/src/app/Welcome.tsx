import { File, FolderOpen, FolderPlus, HardDrive, Sparkles, type LucideIcon } from "lucide-react";
import { Button as AriaButton } from "react-aria-components";
import { mutate, tellError, useCommand } from "@/api";
import { Button, Tooltip } from "@/components";
import { hasHandler, runHandler, useHandlers } from "@/lib/commands";
import { useRefusal, type Needs } from "@/lib/refusal";
import { useStatus } from "@/lib/slots";
import { chooseStore } from "./openStore";
import styles from "./Welcome.module.css";

/** An empty store: drop something, try samples, open another one. It stands where the table would. */
export function Welcome() {
  useHandlers();
  useStatus("Empty store");
  const { data: host } = useCommand("host.info", {});
  return (
    <div className={styles["welcome"]}>
      <div className={styles["drop"]} data-drop="new">
        <FolderPlus className={styles["big"]} aria-hidden="true" />
        <h1 className={styles["title"]}>{host?.choose_files === false ? "Log your first version" : "Drop a folder to log your first version"}</h1>
        <p className={styles["text"]}>Cairn copies it into its store, gives it a version, and never touches the original.</p>
        <div className="row wrap">
          {host?.choose_files ? (
            <>
              <Button icon={<File />} needs="log.start" isDisabled={!hasHandler("log.files")} onPress={() => runHandler("log.files")}>
                Choose files…
              </Button>
              <Button kind="primary" icon={<FolderOpen />} needs="log.start" isDisabled={!hasHandler("log.folder")} onPress={() => runHandler("log.folder")}>
                Choose a folder…
              </Button>
            </>
          ) : (
            <Button kind="primary" needs="log.start" isDisabled={!hasHandler("log.new")} onPress={() => runHandler("log.new")}>
              Log version…
            </Button>
          )}
        </div>
      </div>
      <div className={styles["cards"]}>
        <Card icon={Sparkles} title="Try with sample data" text="A few datasets, models and evaluations with their versions, in a project of their own that can be deleted." needs="store.sample" onPress={() => void mutate("store.sample", {}).catch(tellError)} />
        {host?.open_store ? <Card icon={HardDrive} title="Open another store" text="A folder on a disk of yours; an empty one becomes a new store." onPress={() => void chooseStore()} /> : null}
      </div>
    </div>
  );
}

function Card({ icon: Icon, title, text, needs, onPress }: { icon: LucideIcon; title: string; text: string; needs?: Needs; onPress: () => void }) {
  const reason = useRefusal(needs);
  const card = (
    <AriaButton className={styles["card"] ?? ""} isPending={reason !== null} onPress={onPress}>
      <Icon aria-hidden="true" className={styles["cardIcon"]} />
      <span className="strong">{title}</span>
      <span className="dim">{reason ?? text}</span>
    </AriaButton>
  );
  return reason === null ? card : <Tooltip text={reason}>{card}</Tooltip>;
}
