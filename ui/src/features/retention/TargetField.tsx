import { Package } from "lucide-react";
import { useEffect, useState } from "react";
import { useCommand } from "@/api";
import { ComboBox, TypeIcon, type Option } from "@/components";
import { isProject, nameOf, projectOf } from "./words";

const MOST = 50;

/** Whose rule it is: a project, or a collection of the project chosen last. */
export function TargetField({ target, onChange }: { target: string; onChange: (target: string) => void }) {
  const [text, setText] = useState(target);
  useEffect(() => setText(target), [target]);
  const project = projectOf(target);
  const typed = text === target ? "" : text.trim();
  const { data: projects = [] } = useCommand("project.list", {});
  const filter = typed === "" ? null : nameOf(typed) || null;
  const { data: found } = useCommand("collection.list", { project, artifact_type: null, filter, sort: null, rows: { start: 0, count: MOST } }, { keepPrevious: true });
  const fits = (address: string) => typed === "" || address.toLowerCase().includes(typed.toLowerCase());
  const options: Option[] = [
    ...projects.filter(({ address }) => fits(address)).map(({ address }) => ({ value: address, label: address, note: "project", icon: <Package /> })),
    ...(found?.rows ?? []).map(({ address, type }) => ({ value: address, label: address, note: type, icon: <TypeIcon type={type} /> })),
  ];
  return (
    <ComboBox
      label="Rule of"
      options={options}
      inputValue={text}
      onInputChange={(next) => {
        setText(next);
        if (options.some(({ value }) => value === next.trim())) onChange(next.trim());
      }}
      onChoose={onChange}
      icon={isProject(target) ? <Package /> : null}
    />
  );
}
