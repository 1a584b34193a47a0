import { useState } from "react";
import { mutate, tellOutcome, type VersionDetail } from "@/api";
import { TextArea } from "@/components";
import { EditDialog } from "./EditDialog";
import { useOnlyVersion } from "./target";
import { useSubmit } from "./useSubmit";
import type { VersionDialogProps } from "./VersionDialogs";

export default function DescribeDialog({ target, onClose }: VersionDialogProps) {
  const { data: version } = useOnlyVersion(target.selection);
  return version ? <Form version={version} onClose={onClose} /> : null;
}

function Form({ version, onClose }: { version: VersionDetail; onClose: () => void }) {
  const [text, setText] = useState(version.description);
  const submit = useSubmit(onClose);
  const save = async () => tellOutcome(await mutate("version.describe", { version: `#${version.id}`, description: text }));
  return (
    <EditDialog title={`Description of ${version.name} v${version.index}`} width={640} submit={submit} action="Save description" isDisabled={text === version.description} onSubmit={() => submit.run(save)} onClose={onClose}>
      <TextArea label="Description" hideLabel rows={12} value={text} onChange={setText} autoFocus hint="Markdown: **bold**, `code`, lists, tables, links." />
    </EditDialog>
  );
}
