import { ArrowLeft, ArrowRight, PanelLeft, PanelRight, Plus, Search } from "lucide-react";
import { Button as AriaButton } from "react-aria-components";
import { useCommand } from "@/api";
import { Button, IconButton, Kbd } from "@/components";
import { runHandler } from "@/lib/commands";
import { showCombo } from "@/lib/keys";
import { ActivityButton } from "./activity/ActivityButton";
import { Breadcrumb } from "./Breadcrumb";
import { MainMenu } from "./MainMenu";
import { useShortcut } from "./useShortcut";
import styles from "./Header.module.css";
import type { Shell } from "./useShell";

export function Header({ shell }: { shell: Shell }) {
  // Not by who carries it out: whoever does comes a moment after the header.
  const { data: isReadOnly = false } = useCommand("store.info", {}, { select: (store) => store.read_only !== null });
  const keys = { palette: useShortcut("view.palette"), sidebar: useShortcut("view.sidebar"), inspector: useShortcut("view.inspector"), back: useShortcut("go.back"), forward: useShortcut("go.forward") };
  return (
    <header className={styles["header"]} data-pane="header">
      <div className={styles["start"]}>
        <IconButton label="Sidebar" shortcut={keys.sidebar} icon={<PanelLeft />} aria-pressed={shell.isSidebarShown} onPress={shell.toggleSidebar} />
        <IconButton label="Back" shortcut={keys.back} icon={<ArrowLeft />} isDisabled={!shell.canGoBack} onPress={shell.back} />
        <IconButton label="Forward" shortcut={keys.forward} icon={<ArrowRight />} isDisabled={!shell.canGoForward} onPress={shell.forward} />
        <Breadcrumb shell={shell} />
      </div>
      <AriaButton className={styles["palette"] ?? ""} aria-label="Search or type a command" aria-haspopup="dialog" onPress={() => shell.openPalette("all")}>
        <Search aria-hidden="true" />
        <span className={styles["words"]}>Search or type a command</span>
        <Kbd isHint keys={keys.palette ?? showCombo("Mod+K")} />
      </AriaButton>
      <div className={styles["end"]}>
        <Button icon={<Plus />} aria-label="Log version…" needs="log.start" isDisabled={isReadOnly} onPress={() => runHandler("log.new")}>
          <span className={styles["logText"]}>Log version…</span>
        </Button>
        <ActivityButton />
        <IconButton label="Inspector" shortcut={keys.inspector} icon={<PanelRight />} isDisabled={!shell.hasInspector} aria-pressed={shell.isInspectorShown} onPress={shell.toggleInspector} />
        <MainMenu shell={shell} />
      </div>
    </header>
  );
}
