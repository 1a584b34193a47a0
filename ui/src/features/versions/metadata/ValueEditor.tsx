import { useState } from "react";
import { Button, TextField } from "@/components";
import { nodeFromInput } from "./input";
import { writeJson, type JsonNode } from "./json";
import styles from "./Metadata.module.css";
import { childrenOf, nodeAt, pathText, type JsonPath } from "./path";

export interface ValueEditorProps {
  root: JsonNode;
  /** Of the value, or with `isNew` of the object or list that gets one. */
  path: JsonPath;
  isNew: boolean;
  onSave: (path: JsonPath, value: JsonNode) => Promise<boolean>;
  onClose: () => void;
  onDone: (path: JsonPath) => void;
}

/** One value in place below the tree: Enter saves, Esc leaves it. */
export function ValueEditor({ root, path, isNew, onSave, onClose, onDone }: ValueEditorProps) {
  const node = nodeAt(root, path);
  const isList = isNew && node?.kind === "array";
  const before = isNew || !node ? "" : startText(node);
  const [key, setKey] = useState("");
  const [text, setText] = useState(before);
  const [isBusy, setBusy] = useState(false);
  const target = !isNew ? path : isList ? [...path, String(childrenOf(node).length)] : [...path, key.trim()];
  const problem = isNew && !isList && key.trim() !== "" && nodeAt(root, target) ? `“${key.trim()}” is there already` : null;
  const isReady = problem === null && (isNew ? isList || key.trim() !== "" : text !== before);
  const save = async () => {
    if (!isReady || isBusy) return;
    setBusy(true);
    const isDone = await onSave(target, nodeFromInput(text));
    setBusy(false);
    if (!isDone) return;
    onDone(target);
    onClose();
  };
  return (
    <form
      className={styles["foot"]}
      aria-label={isNew ? "Add a key" : `Edit ${pathText(path)}`}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
    >
      {path.length > 0 ? <span className="mono clip">{`${pathText(path)}${isNew ? "." : ""}`}</span> : null}
      {isNew && !isList ? <TextField label="Key" hideLabel isMono placeholder="key" className={styles["key"] ?? ""} value={key} onChange={setKey} error={problem} autoFocus /> : null}
      <TextField label="Value" hideLabel isMono placeholder="value: JSON, or a plain text" className="grow" value={text} onChange={setText} autoFocus={!isNew || isList} suffix={kindWords(text)} />
      <Button onPress={onClose}>Cancel</Button>
      <Button type="submit" kind="primary" isDisabled={!isReady || isBusy}>
        {isNew ? "Add" : "Save"}
      </Button>
    </form>
  );
}

/** A text that would read as JSON is shown in quotes, so that saving it unchanged keeps it a text. */
function startText(node: JsonNode): string {
  if (node.kind !== "string") return writeJson(node);
  return nodeFromInput(node.value).kind === "string" && !node.value.startsWith('"') ? node.value : JSON.stringify(node.value);
}

function kindWords(text: string): string {
  const { kind } = nodeFromInput(text);
  return { object: "object", array: "list", string: "text", number: "number", true: "true", false: "false", null: "null" }[kind];
}
