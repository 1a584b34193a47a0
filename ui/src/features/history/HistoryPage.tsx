import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { TextField } from "@/components";
import { useAddressParams } from "@/lib/addressParams";
import { useCommandHandler } from "@/lib/commands";
import { useViewTitle } from "@/lib/slots";
import styles from "./History.module.css";
import { HistoryList } from "./HistoryList";

const TYPING_MS = 300;

/** The history of the store; a filter narrows it to one version or collection. */
export function HistoryPage() {
  const [params, setParams] = useAddressParams();
  const subject = params.get("subject") ?? "";
  const [text, setText] = useState(subject);
  const field = useRef<HTMLInputElement>(null);
  useViewTitle("History");
  useCommandHandler("view.filter", () => field.current?.focus());
  useEffect(() => setText(subject), [subject]);
  useEffect(() => {
    if (text.trim() === subject) return undefined;
    const timer = setTimeout(() => setParams(text.trim() === "" ? {} : { subject: text.trim() }, { replace: true }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, subject, setParams]);
  return (
    <div className={styles["page"]}>
      <header className={styles["header"]}>
        <h1 className={styles["title"]}>History</h1>
        <span className="grow" />
        <TextField label="Only one version or collection" hideLabel icon={<Search />} inputRef={field} placeholder="Only mnist or mnist:v3" className={styles["filter"] ?? ""} value={text} onChange={setText} />
      </header>
      <HistoryList key={subject} subject={subject === "" ? null : subject} {...(subject === "" ? {} : { onClear: () => setParams({}, { replace: true }) })} />
    </div>
  );
}
